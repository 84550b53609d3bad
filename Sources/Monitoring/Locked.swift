import Foundation

/// A value that threads take turns with.
///
/// Foundation's lock, since the thread sanitizer does not see through `Synchronization.Mutex`.
///
/// `@unchecked Sendable`: `value` is only touched while `lock` is held.
package final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: Value) { self.value = value }

    /// Lets `body` alone see and change the value; returns what it returns.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
