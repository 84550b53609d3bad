import Foundation

/// Whose credentials a session has, once it was asked.
///
/// `@unchecked Sendable`: `known` is only touched while `lock` is held.
final class CallerMemory: @unchecked Sendable {
    private let lock = NSLock()
    private var known: CallerIdentity?

    /// What is known, else what `ask` says; threads that ask at once wait for the first.
    func identity(_ ask: () throws(AWSError) -> CallerIdentity) throws(AWSError) -> CallerIdentity {
        lock.lock()
        defer { lock.unlock() }
        if let known { return known }
        let identity = try ask()
        known = identity
        return identity
    }
}
