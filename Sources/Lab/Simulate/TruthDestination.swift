/// Where the truth about simulated faults goes.
public enum TruthDestination: Sendable, Equatable {
    /// Nowhere.
    case none
    /// To a topic beside the telemetry's, its last level replaced by `truth`.
    case topic
    /// Into a CSV file, when all is sent.
    case file(String)
}
