import Glibc

/// Whether readings are missing more or less often than in training: the z test of two proportions.
public struct MissingRateTest: Sendable, Hashable {
    /// The part of the window's rows in which the reading is missing.
    public let rate: Double
    /// The same in training.
    public let referenceRate: Double
    /// The difference in standard errors under a common rate; positive: more often now.
    ///
    /// 0 where readings are never missing on both sides, or always.
    public let z: Double
    /// The probability of such a difference or a larger one, either way, without a change.
    public let probability: Double

    /// Compares how often readings are missing; nil where there are no rows, or counts that cannot be.
    ///
    /// - Parameters:
    ///   - missing: Rows of the window in which the reading is missing.
    ///   - rows: Rows of the window.
    ///   - referenceMissing: Rows of training in which it was missing.
    ///   - referenceRows: Rows of training.
    public init?(missing: Int, of rows: Int, referenceMissing: Int, of referenceRows: Int) {
        guard rows > 0, referenceRows > 0, (0...rows).contains(missing),
            (0...referenceRows).contains(referenceMissing)
        else { return nil }
        let (n, m) = (Double(referenceRows), Double(rows))
        rate = Double(missing) / m
        referenceRate = Double(referenceMissing) / n
        let common = (Double(missing) + Double(referenceMissing)) / (n + m)
        let error = (common * (1 - common) * (1 / n + 1 / m)).squareRoot()
        z = error > 0 ? (rate - referenceRate) / error : 0
        probability = erfc(abs(z) / 2.0.squareRoot())
    }
}
