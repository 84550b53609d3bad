import Glibc

/// An open file, read or written as a whole; every call into the system about files is in this folder.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a file to read it, or makes a new one to write it.
    init(_ path: String, writing: Bool = false) throws(LabError) {
        let flags = writing ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY
        // The path is copied to a C string for the call.
        descriptor = unsafe open(path, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .system(errno) }
    }

    deinit { close(descriptor) }

    /// Reads the next bytes into a piece, as many as there are now; returns how many, 0 at the end.
    func read(into piece: inout [UInt8]) throws(LabError) -> Int {
        while true {
            // Within the piece's bounds.
            let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            return count
        }
    }

    /// Reads to the end.
    ///
    /// - Parameter limit: The most bytes that are taken.
    /// - Returns: All bytes.
    /// - Throws: Why it cannot be read, or that there are more.
    func read(limit: Int) throws(LabError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try read(into: &piece)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw LabError("it has more than \(limit) bytes; split it into several files")
            }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    /// Writes bytes, and waits until the disk has them.
    func write(_ bytes: [UInt8]) throws(LabError) {
        var written = 0
        while written < bytes.count {
            // Within the bytes' bounds.
            let count = unsafe bytes[written...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw .system(errno) }
    }
}

extension LabError {
    /// What the system says of an `errno`, such as `No such file or directory`.
    static func system(_ code: Int32) -> LabError {
        // The text is the C library's own, never null, and is copied here.
        LabError(unsafe String(cString: strerror(code)))
    }
}
