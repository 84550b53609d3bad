/// Judges rows by components; takes its memory once.
public struct ComponentScorer: Sendable {
    /// What a row is standardised to at most, either way: far beyond any limit, and its square is finite.
    static let farthest = 1e100

    /// The components.
    public let components: PrincipalComponents
    private var row: [Double]
    /// The components one after the other.
    private let directions: [Double]

    /// Makes a scorer.
    public init(_ components: PrincipalComponents) {
        self.components = components
        row = [Double](repeating: 0, count: components.features)
        directions = components.components.flatMap { $0 }
    }

    /// Judges a row; nil where it has another number of numbers or one that is not finite.
    ///
    /// The row is standardised; what is beyond 1e100 standard deviations counts as 1e100. O(features × components).
    public mutating func score(_ values: [Double]) -> ComponentScore? { score(values[...]) }

    mutating func score(_ values: ArraySlice<Double>) -> ComponentScore? {
        guard values.count == row.count else { return nil }
        for index in 0..<row.count {
            let value = values[values.startIndex + index]
            guard value.isFinite else { return nil }
            row[index] = standardised(value, index)
        }
        var tSquared = 0.0
        for component in 0..<components.eigenvalues.count {
            let projection = takeAway(component)
            let eigenvalue = components.eigenvalues[component]
            if eigenvalue > 1e-12 { tSquared += projection * projection / eigenvalue }
        }
        let (error, largest) = remainder()
        return ComponentScore(tSquared: tSquared, squaredError: error, largestFeature: largest)
    }

    /// Takes a component's part out of the row and returns how large it was.
    private mutating func takeAway(_ component: Int) -> Double {
        let first = component * row.count
        var projection = 0.0
        for index in 0..<row.count { projection += directions[first + index] * row[index] }
        for index in 0..<row.count { row[index] -= projection * directions[first + index] }
        return projection
    }

    private func remainder() -> (error: Double, largest: Int) {
        var (error, largest, place) = (0.0, -1.0, 0)
        for index in 0..<row.count {
            error += row[index] * row[index]
            if row[index].magnitude > largest { (largest, place) = (row[index].magnitude, index) }
        }
        return (error, place)
    }

    /// The part of each feature in the last row's squared error; they add up to 1, or are all 0.
    public func contributions() -> [Double] {
        let error = row.reduce(0) { $0 + $1 * $1 }
        return row.map { error > 0 ? $0 * $0 / error : 0 }
    }

    private func standardised(_ value: Double, _ index: Int) -> Double {
        // Halves: the difference of two finite numbers may be infinite.
        let distance = (value / 2 - components.means[index] / 2) / components.deviations[index] * 2
        return max(-Self.farthest, min(Self.farthest, distance))
    }
}
