import Foundation
import Glibc

/// A file that is read, and that is known to be the same as when it was opened; any number of threads may read from it.
///
/// Every call that reads or looks at it is in this file.
public final class ReadableFile: Sendable {
    /// Length and time of the last change.
    private struct State: Sendable, Hashable {
        let byteCount: Int64
        let seconds: Int
        let nanoseconds: Int

        /// - Throws: `invalid`: it is no file.
        init(_ descriptor: Int32, _ path: String) throws(TransferError) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { throw ReadableFile.failure(path, "looked at") }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw TransferError(.invalid, "\(path) is no file; expected one, no folder, pipe or device")
            }
            byteCount = Int64(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// How much is read at once: what the caches of a processor hold for several threads.
    private static let pieceLimit = 128 * 1024

    /// What it is called.
    public let path: String
    /// How long it is.
    public var byteCount: Int64 { state.byteCount }
    private let descriptor: Int32
    private let state: State

    /// Opens a file.
    ///
    /// - Throws: `invalid`: it is not there, may not be read, or is something else than a file.
    public convenience init(_ path: String) throws(TransferError) {
        // A pipe without a writer would otherwise be waited for.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(path, "opened") }
        try self.init(owning: descriptor, path)
    }

    /// Takes a copy of an open descriptor, which its owner may close then; `name` is what errors call the file.
    ///
    /// - Throws: `invalid`: it is no descriptor of a file.
    public convenience init(descriptor: Int32, name: String) throws(TransferError) {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Self.failure(name, "opened") }
        try self.init(owning: copy, name)
    }

    private init(owning descriptor: Int32, _ path: String) throws(TransferError) {
        self.path = path
        self.descriptor = descriptor
        do throws(TransferError) {
            state = try State(descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Fails where the file is not as it was opened: longer, shorter, or written to.
    ///
    /// - Throws: `changed`.
    public func checkUnchanged() throws(TransferError) {
        let now = try State(descriptor, path)
        guard now != state else { return }
        guard now.byteCount == byteCount else {
            throw TransferError(
                .changed,
                "\(path) had \(byteCount) bytes and has \(now.byteCount) now; send it when nobody writes to it"
            )
        }
        throw TransferError(.changed, "\(path) was written to while it was read; send it when nobody writes to it")
    }

    /// Reads from a place until the buffer is full.
    ///
    /// - Throws: `changed`: it ends before; `invalid`: it cannot be read.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(TransferError) {
        var done = 0
        while done < buffer.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(path, "read") }
            guard count > 0 else {
                try checkUnchanged()
                throw TransferError(.changed, "\(path) ends before its \(byteCount) bytes")
            }
            done += count
        }
    }

    /// Reads bytes in pieces of at most 128 KiB, in order.
    func read(_ range: Range<Int64>, _ receive: (RawSpan) throws(TransferError) -> Void) throws(TransferError) {
        guard !range.isEmpty else { return }
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(min(Int64(Self.pieceLimit), Int64(range.count))),
            alignment: 64
        )
        defer { unsafe piece.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = Int(min(Int64(piece.count), range.upperBound - offset))
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: piece[..<count])
            try unsafe read(room, at: offset)
            try receive(unsafe room.bytes)
            offset += Int64(count)
        }
    }

    private static func failure(_ path: String, _ what: String) -> TransferError {
        TransferError(.invalid, unsafe "\(path) cannot be \(what): \(String(cString: strerror(errno)))")
    }
}
