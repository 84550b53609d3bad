import AWS
import Glibc
import Transfer

/// A file that grows at its end while it is fetched.
struct GrowingFile {
    private let descriptor: Int32
    private(set) var byteCount: Int64 = 0
    private var isResumable: Bool

    /// Takes an open file; what is in it counts only where it can be gone on with.
    init(_ descriptor: Int32, isResumable: Bool) {
        self.descriptor = descriptor
        self.isResumable = isResumable
    }

    /// Returns how many bytes are there to go on behind; none where that is impossible, or there are more than expected.
    mutating func resume(below total: Int64?) throws(AWSError) -> Int64 {
        var found = stat()
        guard unsafe fstat(descriptor, &found) == 0 else { throw Self.failure() }
        byteCount = Int64(found.st_size)
        let isTooLong = total.map { byteCount > $0 } ?? false
        if !isResumable || isTooLong { try restart() }
        return byteCount
    }

    /// Forgets what is there.
    mutating func restart() throws(AWSError) {
        guard ftruncate(descriptor, 0) == 0 else { throw Self.failure() }
        byteCount = 0
    }

    /// Writes bytes behind the others.
    mutating func append(_ piece: RawSpan, limit: Int64) throws(TransferError) {
        guard byteCount + Int64(piece.byteCount) <= limit else {
            throw TransferError(.tooLarge, "it has more than the \(limit) bytes that are allowed")
        }
        var done = 0
        while done < piece.byteCount {
            let rest = piece.extracting(droppingFirst: done)
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, off_t(byteCount))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw TransferError(.refused, Self.failure().message) }
            byteCount += Int64(count)
            done += count
        }
    }

    private static func failure() -> AWSError {
        AWSError("Disk", unsafe "the cache cannot be written: \(String(cString: strerror(errno)))")
    }
}
