/// What a measurement of a model has found.
public struct MeasuredProfile: Sendable, Hashable {
    /// The part of a run's time that does not depend on the number of rows.
    public let fixedCost: Duration
    /// The part that each row adds.
    public let rowCost: Duration
    /// Most rows that it pays to join; 1: each request is best run alone.
    public let batchLimit: Int
    /// Threads within one run.
    public let threads: Int
    /// True when rows come out the same alone and together.
    public let hasIndependentRows: Bool

    /// Makes a profile; times are kept to the nanosecond.
    public init(fixedCost: Duration, rowCost: Duration, batchLimit: Int, threads: Int, hasIndependentRows: Bool) {
        self.fixedCost = fixedCost
        self.rowCost = rowCost
        self.batchLimit = batchLimit
        self.threads = threads
        self.hasIndependentRows = hasIndependentRows
    }
}
