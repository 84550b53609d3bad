/// Which predictions of a key go out.
struct Publication: Sendable, Equatable {
    /// What the last one said.
    private(set) var decision: Bool?
    /// When the last one went out.
    private var sentAt: ContinuousClock.Instant?

    /// Takes up where an earlier process has left off.
    init(decision: Bool? = nil) { self.decision = decision }

    /// True when a prediction is to go out now; it then counts as published.
    ///
    /// A change that falls into the minimal interval goes out with the first prediction after it, if it still is one.
    mutating func admits(
        isAnomalous: Bool,
        by publish: Settings.Binding.Publish,
        now: ContinuousClock.Instant
    ) -> Bool {
        let isWanted =
            switch publish.predictions {
            case .always: true
            case .change: decision != isAnomalous
            case .anomaly: isAnomalous
            }
        guard isWanted else { return false }
        if let sentAt, publish.minimalInterval > .zero, now - sentAt < publish.minimalInterval { return false }
        decision = isAnomalous
        sentAt = now
        return true
    }
}
