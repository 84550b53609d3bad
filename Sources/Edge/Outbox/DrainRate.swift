/// How many letters that have waited may leave: a number a second, and one more for each that comes in meanwhile.
///
/// So a backlog always gets shorter, and a broker that is back is not flooded.
struct DrainRate {
    typealias Instant = ContinuousClock.Instant

    /// What may leave at once after a pause, as a part of a second's.
    private static let burst = 0.1
    /// How long it is waited at least before it is tried again: so that several leave together.
    private static let pause = Duration.milliseconds(10)

    private let perSecond: Double
    private var tokens = 0.0
    private var countedUntil: Instant

    /// Begins without a credit.
    init(perSecond: Int, now: Instant) {
        self.perSecond = Double(perSecond)
        countedUntil = now
    }

    /// Begins anew.
    mutating func reset(now: Instant) {
        tokens = 0
        countedUntil = now
    }

    /// Counts a letter that has to go behind those that wait.
    mutating func arrived() { tokens += 1 }

    /// True when a letter may leave now, which is then counted.
    mutating func take(now: Instant) -> Bool {
        let most = max(perSecond * Self.burst, 1)
        if now > countedUntil {
            // Time gives no more than a burst; letters that arrive are always made up for.
            let earned = perSecond * ((now - countedUntil) / .seconds(1))
            tokens = max(tokens, min(tokens + earned, most))
            countedUntil = now
        }
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    /// When the next letter may leave.
    func nextAt(now: Instant) -> Instant {
        guard tokens < 1 else { return now }
        return max(countedUntil + .seconds((1 - tokens) / perSecond), now + Self.pause)
    }
}
