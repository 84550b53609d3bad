/// What a score means.
public struct Verdict: Sendable, Equatable {
    /// What a score did to the episode of its key.
    public enum Change: Sendable, Equatable {
        /// No episode began or ended.
        case none
        /// An episode began.
        case opened(Episode)
        /// The episode ended; it says when and why.
        case closed(Episode)
    }

    /// The smoothed score.
    public let score: Double
    /// What it was compared with.
    public let threshold: Double
    /// Whether an episode is open.
    public let isAnomalous: Bool
    /// Whether one was opened or closed by this score.
    public let change: Change
}
