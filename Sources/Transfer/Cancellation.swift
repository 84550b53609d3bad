import Foundation

/// A change of mind: once it is made, every transfer that was given this object ends within a second.
///
/// `@unchecked Sendable`: `isMade` is only touched while `lock` is held; `leader` and `isGivenUp` are constant.
public final class Cancellation: @unchecked Sendable {
    private let lock = NSLock()
    private var isMade = false
    private let leader: Cancellation?
    private let isGivenUp: @Sendable () -> Bool

    /// Nothing is cancelled yet; what cancels `leader` later cancels this one, too, but not the other way round.
    public init(following leader: Cancellation? = nil) {
        self.leader = leader
        isGivenUp = { false }
    }

    /// Is cancelled, too, as soon as `isGivenUp` says so, which is asked on the thread that transfers and must not wait.
    public init(when isGivenUp: @escaping @Sendable () -> Bool) {
        leader = nil
        self.isGivenUp = isGivenUp
    }

    /// Ends what runs and what will be asked for; to be called on any thread.
    public func cancel() {
        lock.withLock { isMade = true }
    }

    /// True once it was cancelled.
    public var isCancelled: Bool { lock.withLock { isMade } || leader?.isCancelled == true || isGivenUp() }
}
