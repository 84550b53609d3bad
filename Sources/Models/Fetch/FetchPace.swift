import Foundation
public import Transfer

/// The time that a fetch lives in.
public struct FetchPace: Sendable {
    /// Time that only goes forward, since whenever.
    public var now: @Sendable () -> Duration
    /// Returns after so long, or soon after the cancellation.
    public var pause: @Sendable (Duration, Cancellation?) -> Void
    /// A number from 0 up to 1.
    public var chance: @Sendable () -> Double

    /// Takes clocks of one's own.
    public init(
        now: @escaping @Sendable () -> Duration,
        pause: @escaping @Sendable (Duration, Cancellation?) -> Void,
        chance: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.pause = pause
        self.chance = chance
    }

    /// The system's.
    public static let system: FetchPace = {
        let start = ContinuousClock.now
        return FetchPace(
            now: { ContinuousClock.now - start },
            pause: { time, cancellation in
                let end = ContinuousClock.now + time
                while ContinuousClock.now < end, cancellation?.isCancelled != true {
                    let rest = min(end - ContinuousClock.now, .milliseconds(100))
                    Thread.sleep(forTimeInterval: max(0, rest / .seconds(1)))
                }
            },
            chance: { Double.random(in: 0..<1) }
        )
    }()
}
