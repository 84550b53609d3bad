import Glibc

/// How far two ways of falling into the same bins or categories are apart.
public struct ShareDistances: Sendable, Hashable {
    /// The smallest share that the population stability index works with.
    public static let smallestShare = 1e-4

    /// The population stability index: the sum of (q - p) ln(q / p), shares floored at 1e-4 and not made to add up again.
    public let psi: Double
    /// The Jensen-Shannon distance: the square root of the divergence, base 2, no floor; 0 to 1.
    public let jensenShannon: Double
    /// The Hellinger distance; 0 to 1.
    public let hellinger: Double
    /// The largest difference between two shares; 0 to 1.
    public let lInfinity: Double
    /// Half the sum of all differences; 0 to 1.
    public let totalVariation: Double

    /// Compares counts of the same bins; nil where one side has no numbers, or another number of bins.
    ///
    /// - Parameters:
    ///   - reference: How many numbers fell into each bin in training.
    ///   - current: The same for the window.
    public init?(reference: [Int], current: [Int]) {
        let n = Double(reference.reduce(0, +))
        let m = Double(current.reduce(0, +))
        guard n > 0, m > 0, reference.count == current.count else { return nil }
        var (psi, divergence, affinity, largest, total) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for (p, q) in zip(reference.lazy.map { Double($0) / n }, current.lazy.map { Double($0) / m }) {
            let (p1, q1) = (max(p, Self.smallestShare), max(q, Self.smallestShare))
            psi += (q1 - p1) * log(q1 / p1)
            divergence += Self.part(p, (p + q) / 2) + Self.part(q, (p + q) / 2)
            affinity += (p * q).squareRoot()
            largest = max(largest, abs(p - q))
            total += abs(p - q)
        }
        self.psi = psi
        jensenShannon = min(1, max(0, divergence / 2).squareRoot())
        hellinger = max(0, 1 - affinity).squareRoot()
        lInfinity = largest
        totalVariation = total / 2
    }

    private static func part(_ share: Double, _ mean: Double) -> Double { share > 0 ? share * log2(share / mean) : 0 }
}
