import Foundation

/// A thread for work that waits.
public enum WorkThread {
    /// Does work on a thread of its own and returns what comes of it; what runs tasks stays free for them meanwhile.
    ///
    /// - Throws: what the work throws.
    public static func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Result, any Error>) in
            Thread.detachNewThread {
                done.resume(with: Swift.Result(catching: body))
            }
        }
    }
}
