import Cryptography
import Foundation
import Transfer

/// Hands the parts of an upload to the threads that send them, and keeps what became of each.
///
/// `@unchecked Sendable`: all variables are only touched while `condition` is locked.
final class S3PartBoard: @unchecked Sendable {
    /// A part that S3 has.
    struct Sent: Sendable, Hashable {
        let number: Int
        /// With its quotes.
        let etag: String
        let digest: SHA256Digest
    }

    /// Cancelled with the first failure, and by whoever wanted the upload.
    let stop: Cancellation
    private let plan: S3PartPlan
    private let condition = NSCondition()
    private var next = 0
    private var working: Int
    private var sent: [Sent] = []
    private var failure: AWSError?

    /// Awaits so many threads.
    init(_ plan: S3PartPlan, threads: Int, following cancellation: Cancellation?) {
        self.plan = plan
        working = threads
        stop = Cancellation(following: cancellation)
    }

    /// Runs one of the threads' work to its end.
    func work(_ body: @escaping @Sendable (S3PartBoard) throws(AWSError) -> Void) {
        let thread = Thread { [self] in
            do throws(AWSError) {
                try body(self)
            } catch {
                fail(error)
            }
            condition.withLock {
                working -= 1
                condition.signal()
            }
        }
        thread.name = "upload"
        thread.start()
    }

    /// The next part that nobody sends yet; nil where there is none, or the upload fails anyway.
    func take() -> S3PartPlan.Part? {
        condition.withLock {
            guard failure == nil, !stop.isCancelled, next < plan.count else { return nil }
            defer { next += 1 }
            return plan.part(next)
        }
    }

    /// Keeps a part that was sent.
    func keep(_ part: Sent) {
        condition.withLock { sent.append(part) }
    }

    /// Waits for all threads; returns the parts in their order.
    ///
    /// - Throws: The first failure.
    func wait() throws(AWSError) -> [Sent] {
        let (sent, failure) = condition.withLock {
            while working > 0 { condition.wait() }
            return (self.sent, self.failure)
        }
        if let failure { throw failure }
        guard sent.count == plan.count else { throw AWSError("Cancelled", "the upload was cancelled") }
        return sent.sorted { $0.number < $1.number }
    }

    /// Ends the work of all threads.
    private func fail(_ error: AWSError) {
        condition.withLock {
            // Those that are cancelled because of the first failure have nothing to add.
            if failure == nil { failure = error }
        }
        stop.cancel()
    }
}
