import Dispatch
import Foundation

/// Does something for every number below a count, on all processors.
///
/// `@unchecked Sendable`: `results` is only touched while `lock` is held.
final class AtOnce<Output: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Int: Result<Output, ArchiveError>] = [:]

    /// Returns what came of each number, in their order.
    ///
    /// - Throws: the first error in this order.
    static func map(
        _ count: Int,
        _ body: @Sendable (Int) throws(ArchiveError) -> Output
    ) throws(ArchiveError) -> [Output] {
        let work = AtOnce()
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result: Result<Output, ArchiveError>
            do throws(ArchiveError) {
                result = .success(try body(index))
            } catch {
                result = .failure(error)
            }
            work.lock.withLock { work.results[index] = result }
        }
        let results = work.lock.withLock { work.results }
        var outputs: [Output] = []
        for index in 0..<count {
            if let result = results[index] { outputs.append(try result.get()) }
        }
        return outputs
    }
}
