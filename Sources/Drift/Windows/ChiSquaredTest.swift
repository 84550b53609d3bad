/// Pearson's test whether two sets of counts come from the same shares, without the correction of Yates.
public struct ChiSquaredTest: Sendable, Hashable {
    /// The statistic.
    public let statistic: Double
    /// Categories that occur on either side, less one.
    public let degrees: Int
    /// The probability of such a statistic or a larger one without a change; 1 with one category.
    public let probability: Double

    /// Compares counts of the same categories; those that occur on neither side are left out.
    ///
    /// - Returns: nil where one side has no counts, or another number of categories.
    public init?(reference: [Int], current: [Int]) {
        let (n, m) = (Double(reference.reduce(0, +)), Double(current.reduce(0, +)))
        guard n > 0, m > 0, reference.count == current.count else { return nil }
        var (sum, used) = (0.0, 0)
        for (r, c) in zip(reference, current) where r + c > 0 {
            let total = Double(r) + Double(c)
            let (expected, expectedNow) = (total * (n / (n + m)), total * (m / (n + m)))
            sum += (Double(r) - expected) * (Double(r) - expected) / expected
            sum += (Double(c) - expectedNow) * (Double(c) - expectedNow) / expectedNow
            used += 1
        }
        statistic = sum
        degrees = used - 1
        probability = degrees > 0 ? GammaFunction.upper(Double(degrees) / 2, sum / 2) : 1
    }
}
