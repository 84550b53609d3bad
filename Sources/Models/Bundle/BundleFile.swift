package import Cryptography
import Glibc

/// An open regular file that is read; every call into the system about bundles' files is here and in `NewFile`.
package struct BundleFile: ~Copyable {
    /// Where it is.
    package let path: String
    /// Its size when it was opened.
    package let size: Int64
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - followsLinks: Whether the last part of the path may be a symbolic link.
    /// - Throws: `badPath` for what is no regular file, `digestMismatch` where nothing is there.
    package init(_ path: String, followsLinks: Bool = false) throws(UpdateError) {
        // Without O_NONBLOCK a pipe of that name would hold the program up.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
        // The path is copied to a C string for the call.
        let opened = unsafe open(path, flags)
        guard opened >= 0 else { throw Self.refusal(of: path, errno) }
        var status = stat()
        // The call fills the structure, which outlives it.
        let isKnown = unsafe fstat(opened, &status) == 0
        guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw UpdateError(.badPath, "\(path) is no regular file; put the file itself there")
        }
        descriptor = opened
        size = Int64(status.st_size)
        self.path = path
    }

    private init(path: String, size: Int64, descriptor: Int32) {
        self.path = path
        self.size = size
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The same open file once more, for somebody who keeps it.
    func duplicate() throws(UpdateError) -> SharedFile {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw UpdateError(.internal, "\(path) cannot be read: \(FileFailure.text(errno))") }
        return SharedFile(BundleFile(path: path, size: size, descriptor: copy))
    }

    private static func refusal(of path: String, _ code: Int32) -> UpdateError {
        switch code {
        case ENOENT: UpdateError(.digestMismatch, "\(path) is missing; copy the bundle again")
        case ELOOP: UpdateError(.badPath, "\(path) is a symbolic link; put the file itself there")
        case ENOTDIR: UpdateError(.badPath, "\(path) is not in a folder; name one")
        default: UpdateError(.internal, "\(path) cannot be opened: \(FileFailure.text(code))")
        }
    }

    /// Reads so many bytes from an offset on; fewer at the end.
    package func read(_ count: Int, at offset: Int64) throws(UpdateError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.removeLast(count - (try fill(&bytes, count, at: offset)))
        return bytes
    }

    /// Puts so many bytes from an offset on at the front of `bytes`, which is as long; returns how many there were.
    private func fill(_ bytes: inout [UInt8], _ count: Int, at offset: Int64) throws(UpdateError) -> Int {
        var filled = 0
        while filled < count {
            // Within the array's bounds.
            let found = unsafe bytes.withUnsafeMutableBytes { room in
                unsafe pread(
                    descriptor,
                    room.baseAddress?.advanced(by: filled),
                    count - filled,
                    off_t(offset) + off_t(filled)
                )
            }
            if found < 0, errno == EINTR { continue }
            guard found >= 0 else {
                throw UpdateError(.internal, "\(path) cannot be read: \(FileFailure.text(errno))")
            }
            if found == 0 { break }
            filled += found
        }
        return filled
    }

    /// Reads all of it.
    ///
    /// - Throws: `tooLarge` where there are more than `limit` bytes.
    package func contents(limit: Int) throws(UpdateError) -> [UInt8] {
        let bytes = try read(Int(min(size, Int64(limit))) + 1, at: 0)
        guard bytes.count <= limit else { throw UpdateError(.tooLarge, "\(path) has more than \(limit) bytes") }
        return bytes
    }

    /// Computes the SHA-256 of the whole, and of chunks where they are asked for.
    ///
    /// - Parameters:
    ///   - chunk: Bytes of each chunk but the last; nil: no chunks.
    ///   - limit: The most bytes that are read.
    /// - Returns: The bytes that were read, and the digests.
    /// - Throws: `digestMismatch` where it is longer than that.
    package func digests(
        chunk: Int64? = nil,
        limit: Int64 = .max
    ) throws(UpdateError) -> (size: Int64, whole: SHA256Digest, chunks: [SHA256Digest]) {
        var whole = SHA256Hasher()
        var chunks: [SHA256Digest] = []
        var offset: Int64 = 0
        var part = SHA256Hasher()
        var inPart: Int64 = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let room = min(Int64(buffer.count), (chunk ?? .max) - inPart)
            let count = try fill(&buffer, Int(room), at: offset)
            let bytes = unsafe buffer.span.extracting(0..<count).bytes
            whole.update(bytes)
            if chunk != nil { part.update(bytes) }
            offset += Int64(count)
            inPart += Int64(count)
            guard offset <= limit else { throw UpdateError(.digestMismatch, "\(path) grows while it is read") }
            let isEnd = count < Int(room)
            if chunk != nil, inPart > 0, isEnd || inPart == chunk {
                chunks.append(part.finish())
                part = SHA256Hasher()
                inPart = 0
            }
            if isEnd { break }
        }
        return (offset, whole.finish(), chunks)
    }
}

/// An open file that several may hold.
final class SharedFile {
    private let file: BundleFile

    init(_ file: consuming BundleFile) { self.file = file }

    /// Reads so many bytes from an offset on; fewer at the end.
    func read(_ count: Int, at offset: Int64) throws(UpdateError) -> [UInt8] { try file.read(count, at: offset) }
}

/// What the system says of files.
enum FileFailure {
    /// What an `errno` means, such as `No such file or directory`.
    static func text(_ code: Int32) -> String {
        // The text is the C library's own, never null, and is copied here.
        unsafe String(cString: strerror(code))
    }

    /// The error for something that could not be written.
    static func writing(_ path: String, _ code: Int32) -> UpdateError {
        let word: UpdateCode =
            switch code {
            case ENOSPC, EDQUOT: .noSpace
            case EROFS: .readOnly
            default: .internal
            }
        return UpdateError(word, "\(path) cannot be written: \(text(code))")
    }
}
