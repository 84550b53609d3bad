/// The life of a connection, without the connection: events in, actions out.
struct ConnectionState: Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Phase: Equatable {
        case waiting(until: Instant)
        case dialling(since: Instant, cancelled: Bool)
        case greeting(since: Instant)
        case up(since: Instant)
        case stopped
    }

    enum Event {
        case tick
        case dialled
        case dialFailed(MQTTError)
        case accepted
        case lost(MQTTError)
        case stop
    }

    enum Action: Equatable {
        /// Begin an attempt; it ends in `dialled` or `dialFailed`.
        case dial
        /// Make the attempt under way fail.
        case cancelDial
        /// Close the connection; it ends in `lost`.
        case drop(MQTTError)
        /// Tell the world; only when it is news.
        case report(Report)
    }

    enum Report: Equatable {
        case up
        case down(MQTTError)

        /// True when this says the same as `other`: the ways in which a broker is out of reach are one state.
        func repeats(_ other: Report?) -> Bool {
            if case .down(let reason) = self, case .down(let before) = other, reason.code == .unreachable {
                return before.code == .unreachable
            }
            return self == other
        }
    }

    /// A connection that stood shorter than this does not make the next attempt any sooner.
    private static let settled = Duration.seconds(5)

    private(set) var phase: Phase
    private let timeout: Duration
    private var backoff: Backoff
    private var random: any RandomNumberGenerator & Sendable
    private var reported: Report?

    init(
        now: Instant,
        timeout: Duration,
        backoff: Backoff = Backoff(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        phase = .waiting(until: now)
        self.timeout = timeout
        self.backoff = backoff
        self.random = random
    }

    /// When `tick` has something to do next; nil: not before another event.
    var deadline: Instant? {
        switch phase {
        case .waiting(let until): until
        case .dialling(let since, let cancelled): cancelled ? nil : since + timeout
        case .greeting(let since): since + timeout
        case .up, .stopped: nil
        }
    }

    mutating func receive(_ event: Event, now: Instant) -> [Action] {
        switch (phase, event) {
        case (.stopped, _): return []
        case (_, .stop):
            let dialling = if case .dialling = phase { true } else { false }
            phase = .stopped
            return dialling ? [.cancelDial] : []
        case (.waiting(let until), .tick) where now >= until:
            phase = .dialling(since: now, cancelled: false)
            return [.dial]
        case (.dialling(let since, false), .tick) where now >= since + timeout:
            phase = .dialling(since: since, cancelled: true)
            return [.cancelDial] + news(.down(silence("accept a connection")))
        case (.dialling, .dialled):
            phase = .greeting(since: now)
            return []
        case (.dialling(_, let cancelled), .dialFailed(let error)):
            retry(after: now)
            return cancelled ? [] : news(.down(error))
        case (.greeting(let since), .tick) where now >= since + timeout:
            return [.drop(silence("answer"))]
        case (.greeting, .accepted):
            phase = .up(since: now)
            return news(.up)
        case (.up(let since), .lost(let error)):
            if now - since >= Self.settled { backoff.reset() }
            retry(after: now)
            return news(.down(error))
        case (.greeting, .lost(let error)):
            retry(after: now)
            return news(.down(error))
        default: return []
        }
    }

    private mutating func retry(after now: Instant) {
        var generator = random
        phase = .waiting(until: now + backoff.delay(using: &generator))
        random = generator
    }

    private mutating func news(_ report: Report) -> [Action] {
        guard !report.repeats(reported) else { return [] }
        reported = report
        return [.report(report)]
    }

    private func silence(_ what: String) -> MQTTError {
        MQTTError(
            .unreachable,
            "the broker does not \(what) within \(timeout); check that it runs and is not overloaded"
        )
    }
}
