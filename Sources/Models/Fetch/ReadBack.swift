import Cryptography
import Foundation

/// Reads a file that is being written back, as far as it is good, on a thread of its own: for the SHA-256 of the whole.
///
/// It sends what is good on its way to the disk, too, so that the last flush finds little to do.
final class ReadBack {
    private let reader: TrailingReader

    /// Starts with nothing good.
    ///
    /// - Throws: what the system says of the file.
    init(_ path: String) throws(UpdateError) {
        let reader = TrailingReader(try OpenFile(path, for: .reading))
        let thread = Thread { reader.run() }
        thread.name = "read back"
        thread.start()
        self.reader = reader
    }

    deinit { reader.change { $0.isAbandoned = true } }

    /// Says how many bytes from the start are good; they stay as they are.
    func advance(to count: Int64) { reader.change { $0.good = count } }

    /// Says that nothing is good any more.
    func restart() {
        reader.change {
            $0.good = 0
            $0.round += 1
        }
    }

    /// Waits until all that is good is read; nil where it could not be.
    func finish() -> SHA256Digest? {
        reader.change { $0.isEnded = true }
        return reader.outcome()
    }
}

/// What the thread of a `ReadBack` does, and what it is told.
///
/// `@unchecked Sendable`: `state` is only touched while `condition` is held, and `file` does not change.
private final class TrailingReader: @unchecked Sendable {
    struct State {
        var good: Int64 = 0
        /// How many times it began anew.
        var round = 0
        var isEnded = false
        var isAbandoned = false
        var outcome: SHA256Digest??
    }

    private enum Step {
        case read(Int)
        case restart
        case finish
    }

    /// Bytes of one reading.
    private static let block = 1 << 18
    /// Bytes that are sent to the disk together.
    private static let portion: Int64 = 1 << 23

    private let file: OpenFile
    private let condition = NSCondition()
    private var state = State()

    init(_ file: consuming OpenFile) { self.file = file }

    func change(_ body: (inout State) -> Void) {
        condition.withLock {
            body(&state)
            condition.broadcast()
        }
    }

    func outcome() -> SHA256Digest? {
        condition.withLock {
            while true {
                if let outcome = state.outcome { return outcome }
                condition.wait()
            }
        }
    }

    func run() {
        var hasher = SHA256Hasher()
        var buffer = [UInt8](repeating: 0, count: Self.block)
        var done: Int64 = 0
        var round = 0
        while let step = next(after: done, &round) {
            switch step {
            case .restart:
                hasher = SHA256Hasher()
                done = 0
            case .read(let count):
                guard let found = try? file.read(at: done, into: &buffer), found >= count else { return end(nil) }
                unsafe hasher.update(buffer.span.extracting(0..<count).bytes)
                let before = done / Self.portion
                done += Int64(count)
                if done / Self.portion > before { file.beginWriting(from: before * Self.portion, Self.portion) }
            case .finish: return end(hasher.finish())
            }
        }
    }

    private func end(_ digest: SHA256Digest?) { change { $0.outcome = .some(digest) } }

    private func next(after done: Int64, _ round: inout Int) -> Step? {
        condition.withLock {
            while true {
                if state.isAbandoned { return nil }
                if state.round != round {
                    round = state.round
                    return .restart
                }
                if state.good > done { return .read(Int(min(state.good - done, Int64(Self.block)))) }
                if state.isEnded { return .finish }
                condition.wait()
            }
        }
    }
}
