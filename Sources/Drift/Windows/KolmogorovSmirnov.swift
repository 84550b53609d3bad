import Glibc

/// The two-sample test of Kolmogorov and Smirnov.
public struct KolmogorovSmirnov: Sendable, Hashable {
    /// The largest difference between the two shares of numbers at or below a value; 0 to 1.
    public let distance: Double
    /// The probability of such a distance or a larger one without drift, by the limit distribution; 0 to 1.
    ///
    /// Too small where numbers depend on the ones before them: judge the distance as well.
    public let probability: Double

    /// Gives a distance its probability, for `n` and `m` numbers, at least one each.
    public init(distance: Double, _ n: Int, _ m: Int) {
        self.distance = distance
        let (n, m) = (Double(n), Double(m))
        probability = Self.probability((n * m / (n + m)).squareRoot() * distance)
    }

    /// Compares sorted finite numbers, at least one on each side.
    ///
    /// - Parameters:
    ///   - reference: The numbers of training, or an ascending sample of them.
    ///   - current: The window's.
    ///   - count: How many numbers of training the sample stands for.
    init(sorted reference: [Double], _ current: [Double], standingFor count: Int) {
        self.init(distance: Self.distance(reference, current), count, current.count)
    }

    private static func distance(_ reference: [Double], _ current: [Double]) -> Double {
        let (n, m) = (Double(reference.count), Double(current.count))
        var (i, j, largest) = (0, 0, 0.0)
        while i < reference.count, j < current.count {
            let value = min(reference[i], current[j])
            while i < reference.count, reference[i] == value { i += 1 }
            while j < current.count, current[j] == value { j += 1 }
            largest = max(largest, abs(Double(i) / n - Double(j) / m))
        }
        return largest
    }

    private static func probability(_ z: Double) -> Double {
        // Below 0.2 it differs from 1 by less than 1e-12, and a hundred terms of the series are too few.
        guard z > 0.2 else { return 1 }
        var (sum, sign) = (0.0, 1.0)
        for k in 1...100 {
            sum += sign * exp(-2 * Double(k * k) * z * z)
            sign = -sign
        }
        return min(1, max(0, 2 * sum))
    }
}
