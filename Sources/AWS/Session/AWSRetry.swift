public import Foundation
public import Transfer

/// Whether, and after how long, a request is sent again.
///
/// The pause before attempt n+1 is drawn between nothing and `base`·2ⁿ⁻¹, at most `cap` ("full jitter"); where AWS names a
/// pause by `Retry-After`, it is that one, and at most `patience`.
public struct AWSRetry: Sendable {
    /// How often a request is sent at most, 1 or more.
    public let attempts: Int
    /// The longest pause after the first attempt.
    public let base: Duration
    /// The longest pause of all.
    public let cap: Duration
    /// The longest pause that AWS may ask for; when it asks for more, that much is waited.
    public let patience: Duration

    private let random: @Sendable () -> Double
    private let sleep: @Sendable (Duration) -> Void

    /// Makes a rule.
    ///
    /// - Parameters:
    ///   - attempts: How often a request is sent at most; below 1 counts as 1.
    ///   - base: The longest pause after the first attempt.
    ///   - cap: The longest pause of all.
    ///   - patience: The longest pause that AWS may ask for.
    ///   - random: Draws a number from 0 to below 1.
    ///   - sleep: Waits.
    public init(
        attempts: Int = 5,
        base: Duration = .seconds(1),
        cap: Duration = .seconds(20),
        patience: Duration = .seconds(60),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        sleep: @escaping @Sendable (Duration) -> Void = { Thread.sleep(forTimeInterval: $0 / .seconds(1)) }
    ) {
        self.attempts = max(attempts, 1)
        self.base = base
        self.cap = cap
        self.patience = patience
        self.random = random
        self.sleep = sleep
    }

    /// How long to wait before the next attempt; nil: there is none.
    ///
    /// - Parameters:
    ///   - error: Why the last attempt failed.
    ///   - attempt: Which one that was, from 1.
    ///   - isRepeatable: False for a request that must not be done twice, and that AWS does not know again by a token.
    /// - Returns: The pause, drawn anew at every call.
    public func pause(after error: AWSError, attempt: Int, isRepeatable: Bool = true) -> Duration? {
        guard isRepeatable, error.isPassing, attempt < attempts else { return nil }
        if let asked = error.retryAfter { return max(.zero, min(asked, patience)) }
        var longest = base
        for _ in 1..<max(attempt, 1) where longest < cap { longest *= 2 }
        return min(longest, cap) * random()
    }

    /// What `body` returns, called again after failures that pass.
    ///
    /// - Parameters:
    ///   - isRepeatable: False: it is called once.
    ///   - cancellation: Ends pauses within a quarter of a second, with the error `Cancelled`.
    ///   - body: Sends the request; it has to sign it anew every time.
    /// - Returns: What it returned.
    /// - Throws: What the last attempt threw.
    public func run<Value>(
        isRepeatable: Bool = true,
        cancellation: Cancellation? = nil,
        _ body: () throws(AWSError) -> Value
    ) throws(AWSError) -> Value {
        var attempt = 1
        while true {
            do throws(AWSError) {
                return try body()
            } catch {
                guard let pause = pause(after: error, attempt: attempt, isRepeatable: isRepeatable) else { throw error }
                try wait(pause, cancellation)
            }
            attempt += 1
        }
    }

    private func wait(_ pause: Duration, _ cancellation: Cancellation?) throws(AWSError) {
        guard let cancellation else { return pause > .zero ? sleep(pause) : () }
        var rest = pause
        while rest > .zero, !cancellation.isCancelled {
            let piece = min(rest, .milliseconds(250))
            sleep(piece)
            rest -= piece
        }
        if cancellation.isCancelled { throw AWSError.cancelled("the request") }
    }
}
