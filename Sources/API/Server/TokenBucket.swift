import Monitoring

/// A rate that one address is held to, over all its connections.
final class TokenBucket: Sendable {
    private struct State {
        var left: Double
        var filled: ContinuousClock.Instant
    }

    private let perSecond: Double
    private let state: Locked<State>

    /// Begins full: a second's worth may come at once.
    init(perSecond: Int, now: ContinuousClock.Instant = .now) {
        self.perSecond = Double(perSecond)
        state = Locked(State(left: Double(perSecond), filled: now))
    }

    /// Takes one; false where there is none.
    func take(now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in
            let passed = state.filled.duration(to: now) / .seconds(1)
            if passed > 0 {
                state.left = min(perSecond, state.left + passed * perSecond)
                state.filled = now
            }
            guard state.left >= 1 else { return false }
            state.left -= 1
            return true
        }
    }
}
