/// What was measured of a model when it was loaded.
struct ModelProfile: Sendable, Equatable {
    /// A run that takes longer gets a thread of its own: it must not hold up other models or the connections.
    static let slow = Duration.milliseconds(1)

    /// The part of a run's time that does not depend on the number of rows.
    var fixedCost: Duration
    /// The part that each row adds.
    var rowCost: Duration
    /// Most rows that requests are joined to; 1: each request runs alone.
    var batchLimit: Int
    /// True when the time was measured at the only sizes that the model takes, but for the number of rows.
    var isPredictable: Bool

    /// The expected time of a run.
    func cost(rows: Int) -> Duration { fixedCost + rowCost * rows }

    /// True when such a run is to happen on a thread of its own.
    func isSlow(rows: Int) -> Bool { !isPredictable || cost(rows: rows) > Self.slow }
}
