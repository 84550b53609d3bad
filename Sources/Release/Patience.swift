import Foundation
public import Transfer

/// How often something is asked again, and for how long.
public struct Patience: Sendable {
    /// After so long the waiting ends.
    public let limit: Duration
    /// The time between the first two questions; it grows by half with each.
    public let interval: Duration
    /// The time between two questions never gets longer than this.
    public let longestInterval: Duration
    let elapsed: @Sendable () -> Duration
    let pause: @Sendable (Duration) -> Void
    let cancellation: Cancellation?

    /// Makes a rule by the process's own clock, which starts now.
    ///
    /// - Parameters:
    ///   - limit: After so long the waiting ends.
    ///   - interval: The time between the first two questions.
    ///   - longestInterval: The longest time between two questions.
    ///   - cancellation: Ends the waiting within a quarter of a second.
    public init(
        limit: Duration,
        interval: Duration = .seconds(1),
        longestInterval: Duration = .seconds(15),
        cancellation: Cancellation? = nil
    ) {
        let start = ContinuousClock.now
        self.init(
            limit: limit,
            interval: interval,
            longestInterval: longestInterval,
            elapsed: { ContinuousClock.now - start },
            pause: { length in
                let end = ContinuousClock.now + length
                while cancellation?.isCancelled != true, case let rest = end - ContinuousClock.now, rest > .zero {
                    Thread.sleep(forTimeInterval: min(rest, .milliseconds(250)) / .seconds(1))
                }
            },
            cancellation: cancellation
        )
    }

    /// Makes a rule by another clock.
    ///
    /// - Parameters:
    ///   - limit: After so long the waiting ends.
    ///   - interval: The time between the first two questions.
    ///   - longestInterval: The longest time between two questions.
    ///   - elapsed: Tells how much time has passed.
    ///   - pause: Lets time pass; called on any thread.
    ///   - cancellation: Ends the waiting.
    public init(
        limit: Duration,
        interval: Duration,
        longestInterval: Duration,
        elapsed: @escaping @Sendable () -> Duration,
        pause: @escaping @Sendable (Duration) -> Void,
        cancellation: Cancellation? = nil
    ) {
        self.limit = limit
        self.interval = interval
        self.longestInterval = longestInterval
        self.elapsed = elapsed
        self.pause = pause
        self.cancellation = cancellation
    }

    /// True once the limit has passed.
    var isSpent: Bool { elapsed() >= limit }

    /// Waits before the question after `asked` others, never beyond the limit.
    ///
    /// - Throws: `timeout` when the waiting was given up.
    func waitForNext(asked: Int) throws(ReleaseError) {
        var next = interval
        for _ in 0..<max(0, min(asked, 64) - 1) where next < longestInterval { next = next * 3 / 2 }
        let rest = limit - elapsed()
        if rest > .zero { pause(min(next, longestInterval, rest)) }
        if cancellation?.isCancelled == true { throw ReleaseError(.timeout, "the waiting was given up") }
    }

    /// The limit as messages have it: `90 s`, `30 min`.
    var limitText: String {
        let seconds = limit.components.seconds
        return seconds >= 120 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}
