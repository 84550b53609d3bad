import Monitoring

/// How often logging in may fail, from one address and from all together.
final class LoginLimit: Sendable {
    private static let window: Duration = .seconds(60)
    private static let mostAddresses = 1024

    private struct Failures {
        var count = 0
        let since: ContinuousClock.Instant
    }

    private let most: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let failures = Locked<[String: Failures]>([:])

    init(most: Int, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.most = most
        self.now = now
    }

    /// Refuses an address that has failed too often.
    ///
    /// - Throws: `Refusal`, 429 with the time to wait.
    func check(_ address: String) throws(Refusal) {
        let time = now()
        let wait = failures.withLock { failures -> Duration? in
            failures = failures.filter { time - $0.value.since < Self.window }
            let known = failures[address]
            // Where very many addresses fail at once, those that are new wait too.
            guard known?.count ?? 0 >= most || (known == nil && failures.count >= Self.mostAddresses) else {
                return nil
            }
            return Self.window - (known.map { time - $0.since } ?? .zero)
        }
        guard let wait else { return }
        throw .tooMany(
            "too many attempts to log in; wait",
            retryAfter: Int(wait.components.seconds) + 1
        )
    }

    /// Notes that an address has failed.
    func failed(_ address: String) {
        let time = now()
        failures.withLock { $0[address, default: Failures(since: time)].count += 1 }
    }
}
