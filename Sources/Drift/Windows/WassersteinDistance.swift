/// How far numbers would have to be carried to turn one set into the other: the area between the two shares.
public struct WassersteinDistance: Sendable, Hashable {
    /// The smallest standard deviation that distances are divided by.
    public static let smallestDeviation = 0.001

    /// In the unit of the numbers; the largest finite number where it is beyond that.
    public let distance: Double
    /// In standard deviations of the reference, which count as 0.001 where they are smaller.
    public let normalised: Double

    /// Compares sorted finite numbers, at least one on each side.
    init(sorted reference: [Double], _ current: [Double], deviation: Double) {
        let largest = [reference[0], reference[reference.count - 1], current[0], current[current.count - 1]]
            .reduce(0) { max($0, $1.magnitude) }
        // Differences of numbers beyond 1e300 may be infinite; a power of two takes nothing from their digits.
        let scale = largest > 1e300 ? 0x1p-64 : 1
        let area = Self.area(reference, current, scale)
        let floor = max(deviation, Self.smallestDeviation)
        distance = min(area / scale, .greatestFiniteMagnitude)
        normalised = min(area / floor / scale, .greatestFiniteMagnitude)
    }

    private static func area(_ reference: [Double], _ current: [Double], _ scale: Double) -> Double {
        let (n, m) = (Double(reference.count), Double(current.count))
        var (i, j, area) = (0, 0, 0.0)
        var before = min(reference[0], current[0])
        while i < reference.count || j < current.count {
            let value: Double
            if i == reference.count {
                value = current[j]
            } else {
                value = j == current.count ? reference[i] : min(reference[i], current[j])
            }
            area += abs(Double(i) / n - Double(j) / m) * (value * scale - before * scale)
            before = value
            while i < reference.count, reference[i] == value { i += 1 }
            while j < current.count, current[j] == value { j += 1 }
        }
        return area
    }
}
