import Foundation

/// A value that threads take turns with.
///
/// Foundation's lock, not `Synchronization.Mutex`: the thread sanitizer does not see what two threads that meet in
/// `Mutex` owe each other (its slow path is a futex inside the library), and would report races that are none.
///
/// `@unchecked Sendable`: `value` is only touched while `lock` is held.
public final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    /// Guards a value.
    public init(_ value: Value) { self.value = value }

    /// Lets `body` alone see and change the value; returns what it returns.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
