/// What the policy asks about the world.
public struct RetrainFacts: Sendable, Hashable {
    /// Rows of the last training.
    public let trainingRows: Int
    /// Rows that came so far, counted as ``ConfirmedDrift/earliestRow`` is.
    public let rowsSeen: Int
    /// Whether a violation of data quality is open.
    public let hasOpenViolation: Bool
    /// Whether an episode of anomaly is open.
    public let hasOpenEpisode: Bool
    /// Whether a drift that was told lasts.
    public let isDrifting: Bool

    /// Gathers facts.
    public init(
        trainingRows: Int,
        rowsSeen: Int,
        hasOpenViolation: Bool,
        hasOpenEpisode: Bool,
        isDrifting: Bool = false
    ) {
        self.trainingRows = trainingRows
        self.rowsSeen = rowsSeen
        self.hasOpenViolation = hasOpenViolation
        self.hasOpenEpisode = hasOpenEpisode
        self.isDrifting = isDrifting
    }
}
