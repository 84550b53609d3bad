import Foundation

/// Bytes on their way from the thread that reads them from the network to the one that takes them; bounded.
///
/// So a file is digested and written while what follows it arrives. Neither side waits while the other has room or bytes.
///
/// `@unchecked Sendable`: everything is only touched while `condition` is held.
final class PieceRelay: @unchecked Sendable {
    /// Bytes that wait at most; as many may be with whoever takes them.
    static let limit = 1 << 20

    private let condition = NSCondition()
    private var waiting: [UInt8] = []
    private var isStopped = false
    private var end: Result<Download, TransferError>?

    init() { waiting.reserveCapacity(Self.limit) }

    /// Adds a piece, after a wait for room; false when nobody takes any more.
    func put(_ piece: RawSpan) -> Bool {
        condition.withLock {
            while !isStopped, !waiting.isEmpty, waiting.count + piece.byteCount > Self.limit { condition.wait() }
            guard !isStopped else { return false }
            if waiting.isEmpty { condition.signal() }
            piece.append(to: &waiting)
            return true
        }
    }

    /// Says that nothing more comes, and how it went.
    func finish(_ end: Result<Download, TransferError>) {
        condition.withLock {
            self.end = end
            condition.signal()
        }
    }

    /// Puts all that waits into `bytes`, in place of what is there, after a wait for something; false at the end.
    func take(into bytes: inout [UInt8]) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        return condition.withLock {
            while waiting.isEmpty, end == nil { condition.wait() }
            guard !waiting.isEmpty else { return false }
            swap(&bytes, &waiting)
            condition.signal()
            return true
        }
    }

    /// Says that nothing more is taken, and waits until nothing more comes; returns how it went.
    func stop() -> Result<Download, TransferError> {
        condition.withLock {
            isStopped = true
            condition.signal()
            while true {
                if let end { return end }
                condition.wait()
            }
        }
    }
}
