public import Foundation

/// How long is waited, and by which clock.
public struct AirflowPatience: Sendable {
    /// The longest pause after the first failure.
    public let base: Duration
    /// The longest pause of all.
    public let cap: Duration
    /// How long a run may be queued before the DAG is asked whether it is paused.
    public let queued: Duration
    private let random: @Sendable () -> Double
    let now: @Sendable () -> ContinuousClock.Instant
    private let sleep: @Sendable (Duration) -> Void

    /// Makes one.
    ///
    /// - Parameters:
    ///   - base: The longest pause after the first failure.
    ///   - cap: The longest pause of all; where the server asks for more, that much is waited.
    ///   - queued: How long a run may be queued before the DAG is asked whether it is paused.
    ///   - random: Draws a number from 0 to below 1.
    ///   - now: A clock that does not stand still and does not jump.
    ///   - sleep: Waits.
    public init(
        base: Duration = .seconds(2),
        cap: Duration = .seconds(120),
        queued: Duration = .seconds(60),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        sleep: @escaping @Sendable (Duration) -> Void = { Thread.sleep(forTimeInterval: $0 / .seconds(1)) }
    ) {
        self.base = base
        self.cap = cap
        self.queued = queued
        self.random = random
        self.now = now
        self.sleep = sleep
    }

    /// How long to wait after some failures in a row: between half and all of `base` doubled for each, at most `cap`, so that
    /// many devices do not ask at once.
    func pause(afterFailures count: Int, asked: Duration?) -> Duration {
        var longest = base
        for _ in 1..<max(count, 1) where longest < cap { longest *= 2 }
        longest = min(longest, cap)
        return max(longest / 2 + longest / 2 * random(), asked ?? .zero)
    }

    /// Waits; false when `stop` says so meanwhile, which is asked four times a second.
    func wait(_ pause: Duration, until stop: () -> Bool) -> Bool {
        var rest = pause
        while rest > .zero {
            guard !stop() else { return false }
            let piece = min(rest, .milliseconds(250))
            sleep(piece)
            rest -= piece
        }
        return !stop()
    }
}
