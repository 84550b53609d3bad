/// What readings of one feature may be like before they are told to be bad.
public struct QualityThresholds: Sendable, Hashable {
    /// Rows of training.
    public let referenceRows: Int
    /// Rows of training in which the reading was missing.
    public let referenceMissing: Int
    /// The largest part of a window's rows in which it may be no finite number.
    public let nonFiniteShare: Double
    /// The numbers that are within range; nil: any.
    public let range: ClosedRange<Double>?
    /// The largest part of a window's rows that may be out of range.
    public let outOfRangeShare: Double
    /// The most equal readings in a row; nil: any number of them.
    public let longestRun: Int?
    /// Seconds from one row to the next; nil: any.
    public let intervalSeconds: Double?
    /// By what factor windows may come faster or slower than ``intervalSeconds``.
    public let rateFactor: Double
    /// How many intervals without a row are silence.
    public let silentIntervals: Double

    /// Takes thresholds.
    ///
    /// - Throws: When a number is out of range.
    public init(
        referenceRows: Int,
        referenceMissing: Int = 0,
        nonFiniteShare: Double = 0.01,
        range: ClosedRange<Double>? = nil,
        outOfRangeShare: Double = 0.01,
        longestRun: Int? = nil,
        intervalSeconds: Double? = nil,
        rateFactor: Double = 2,
        silentIntervals: Double = 10
    ) throws(DriftWindowError) {
        guard referenceRows > 0, (0...referenceRows).contains(referenceMissing) else {
            throw DriftWindowError("\(referenceMissing) missing of \(referenceRows) rows; expected 1 row or more")
        }
        guard (0...1).contains(nonFiniteShare), (0...1).contains(outOfRangeShare) else {
            throw DriftWindowError("shares of \(nonFiniteShare) and \(outOfRangeShare); expected 0 to 1, such as 0.01")
        }
        guard longestRun ?? 2 >= 2, intervalSeconds ?? 1 > 0, intervalSeconds ?? 1 < 1e9, rateFactor > 1,
            silentIntervals >= 1
        else {
            throw DriftWindowError(
                "a run of \(longestRun ?? 2), \(intervalSeconds ?? 1) s, factor \(rateFactor), \(silentIntervals) "
                    + "intervals; expected 2, above 0, above 1, and 1 or more"
            )
        }
        self.referenceRows = referenceRows
        self.referenceMissing = referenceMissing
        self.nonFiniteShare = nonFiniteShare
        self.range = range
        self.outOfRangeShare = outOfRangeShare
        self.longestRun = longestRun
        self.intervalSeconds = intervalSeconds
        self.rateFactor = rateFactor
        self.silentIntervals = silentIntervals
    }
}
