import Foundation

extension NSLock {
    /// Runs `body` while the lock is held.
    func withLockTyped<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try body()
    }
}
