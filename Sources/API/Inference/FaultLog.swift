import Logging
import Monitoring

/// Writes down why models fail, one failure a second at most: whoever can send requests must not fill the disk.
final class FaultLog: Sendable {
    private struct State {
        var nextAt: ContinuousClock.Instant?
        var suppressed = 0
    }

    private static let pause = Duration.seconds(1)

    private let state = Locked(State())

    /// Writes down a failure under the id that the client is told.
    func note(_ reason: String, model: String, trace: String, logger: Logger, now: ContinuousClock.Instant = .now) {
        let suppressed = state.withLock { state -> Int? in
            if let nextAt = state.nextAt, now < nextAt {
                state.suppressed += 1
                return nil
            }
            defer { state = State(nextAt: now + Self.pause) }
            return state.suppressed
        }
        guard let suppressed else { return }
        logger.error(
            "a request over HTTP failed",
            metadata: [
                "trace": "\(trace)", "model": "\(model)", "reason": "\(reason)", "suppressed": "\(suppressed)",
            ]
        )
    }
}
