import Foundation

/// A change of mind: once it is made, every transfer that was given this object ends within a second.
///
/// `@unchecked Sendable`: `isMade` is only touched while `lock` is held.
public final class Cancellation: @unchecked Sendable {
    private let lock = NSLock()
    private var isMade = false

    /// Nothing is cancelled yet.
    public init() {}

    /// Ends what runs and what will be asked for; to be called on any thread.
    public func cancel() {
        lock.withLock { isMade = true }
    }

    /// True once it was cancelled.
    public var isCancelled: Bool { lock.withLock { isMade } }
}
