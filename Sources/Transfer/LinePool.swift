import Foundation

/// The lines of a client: one for every thread that transfers, a few kept for those who come next.
///
/// `@unchecked Sendable`: `idle` is only touched while `lock` is held, and a line that is out of it belongs to one thread.
final class LinePool: @unchecked Sendable {
    private static let kept = 4

    private let lock = NSLock()
    private var idle: [CurlLine] = []

    /// Lends a line, which comes back where its transfer went through; the one that was used last is the likeliest to have its connection still.
    func withLine<Result>(_ body: (CurlLine) throws(TransferError) -> Result) throws(TransferError) -> Result {
        let idle = lock.withLock { self.idle.popLast() }
        let line = if let idle { idle } else { try CurlLine() }
        defer { put(line) }
        return try body(line)
    }

    private func put(_ line: CurlLine) {
        lock.withLock {
            if line.isSound, idle.count < Self.kept { idle.append(line) }
        }
    }
}
