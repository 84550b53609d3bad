import Glibc

/// A file that is read or written as a whole.
public enum WholeFile {
    /// Reads a file of at most `limit` bytes; nil where there is none.
    ///
    /// - Throws: `input`: it is no plain file, may not be read, or is longer.
    public static func read(_ path: String, limit: Int) throws(ReleaseError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read", path)
        }
        defer { close(descriptor) }
        var found = stat()
        guard unsafe fstat(descriptor, &found) == 0 else { throw failure("read", path) }
        guard found.st_mode & S_IFMT == S_IFREG else {
            throw ReleaseError(.input, "\(path) is no plain file; expected one")
        }
        guard found.st_size <= limit else {
            throw ReleaseError(.input, "\(path) has \(found.st_size) bytes; expected at most \(limit)")
        }
        return try rest(of: descriptor, path, limit: limit)
    }

    private static func rest(of descriptor: Int32, _ path: String, limit: Int) throws(ReleaseError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            // It may grow meanwhile.
            guard bytes.count <= limit else {
                throw ReleaseError(.input, "\(path) has more than \(limit) bytes; expected at most \(limit)")
            }
        }
    }

    /// Writes a file that is there as a whole or not at all: beside it, onto the disk, and renamed into its place.
    ///
    /// - Throws: `input`: the folder is missing or may not be written to, or the disk is full.
    public static func write(_ bytes: [UInt8], to path: String) throws(ReleaseError) {
        let draft = "\(path).\(getpid()).new"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write", path) }
        let isWritten = put(bytes, descriptor) && fsync(descriptor) == 0
        let reason = errno
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, unsafe rename(draft, path) == 0 else {
            if !isWritten { errno = reason }
            let error = failure("write", path)
            _ = unsafe unlink(draft)
            throw error
        }
    }

    private static func put(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Makes a folder and those above it, where they are missing.
    public static func makeFolder(_ path: String) throws(ReleaseError) {
        var parts = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            parts += part
            if !parts.isEmpty, unsafe mkdir(parts, 0o755) != 0, errno != EEXIST {
                let reason = errno
                var found = stat()
                guard unsafe stat(parts, &found) == 0 else {
                    errno = reason
                    throw failure("make the folder", path)
                }
            }
            parts += "/"
        }
    }

    /// What the system says of the last call that failed.
    static func failure(_ verb: String, _ path: String) -> ReleaseError {
        let reason = unsafe String(cString: strerror(errno))
        return ReleaseError(.input, "cannot \(verb) \(path): \(reason)")
    }
}
