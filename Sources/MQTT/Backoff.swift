/// Delays between attempts: doubled each time up to a limit, with jitter so that a fleet does not knock in step.
struct Backoff: Sendable {
    private let first: Duration
    private let limit: Duration
    private var next: Duration

    init(first: Duration = .milliseconds(250), limit: Duration = .seconds(30)) {
        self.first = first
        self.limit = limit
        next = first
    }

    /// The delay before the next attempt: between half and all of the current step.
    mutating func delay(using random: inout some RandomNumberGenerator) -> Duration {
        let step = next
        next = min(limit, step * 2)
        return step * Double.random(in: 0.5...1, using: &random)
    }

    mutating func reset() { next = first }
}
