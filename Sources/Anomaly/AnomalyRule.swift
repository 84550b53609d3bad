/// When scores mean that something is wrong.
public struct AnomalyRule: Sendable, Hashable {
    /// The most scores that may be averaged.
    public static let mostSmoothed = 10_000
    /// The most scores in a row that may be asked for.
    public static let longestRun = 1_000_000

    /// The scores whose mean is judged, the latest included: 1 to 10,000.
    public let smooth: Int
    /// What a smoothed score must exceed to count as too high: finite, more than 0.
    public let threshold: Double
    /// Too high scores in a row that open an episode: 1 to 1,000,000.
    public let onAfter: Int
    /// Low scores in a row that close it: 1 to 1,000,000.
    public let offAfter: Int
    /// A score is low again at this part of the threshold or less: more than 0, at most 1.
    public let offRatio: Double

    /// At or below this a smoothed score is low again.
    public var lowerThreshold: Double { offRatio * threshold }

    /// Makes a rule.
    ///
    /// - Throws: What is out of range, see the members.
    public init(
        smooth: Int,
        threshold: Double,
        onAfter: Int = 1,
        offAfter: Int = 1,
        offRatio: Double = 1
    ) throws(AnomalyError) {
        try Self.check("smooth", smooth, 1...Self.mostSmoothed)
        try Self.check("on_after", onAfter, 1...Self.longestRun)
        try Self.check("off_after", offAfter, 1...Self.longestRun)
        guard threshold.isFinite, threshold > 0 else {
            throw AnomalyError("the threshold is \(threshold); expected a finite number above 0")
        }
        guard offRatio > 0, offRatio <= 1 else {
            throw AnomalyError("off_ratio is \(offRatio); expected a number above 0 and at most 1")
        }
        self.smooth = smooth
        self.threshold = threshold
        self.onAfter = onAfter
        self.offAfter = offAfter
        self.offRatio = offRatio
    }

    private static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(AnomalyError) {
        guard range.contains(value) else {
            throw AnomalyError("\(name) is \(value); expected \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
