/// What became of one binding's telemetry since the start.
struct BindingStatistics: Sendable, Equatable {
    /// Readings that were understood.
    var readings = 0
    /// Messages or readings that were bad input.
    var rejected = 0
    /// Readings that did not count since a field was missing.
    var skipped = 0
    /// Readings older than the one before them, or with its time; dropped.
    var late = 0
    var duplicates = 0
    /// Retained messages.
    var ignored = 0
    /// Keys that made room for others.
    var evicted = 0
    /// Windows that were not run: the model was too slow, or their key was gone.
    var dropped = 0
    /// Windows that began anew after a gap.
    var restarts = 0
    /// Windows that ran.
    var windows = 0
    /// Windows whose answer was of no use: the model failed, or gave a number that is not finite.
    var errors = 0
    var predictions = 0
    /// Anomalies that were opened and closed.
    var opened = 0
    var closed = 0
    /// Anomalies that are open.
    var open = 0
}
