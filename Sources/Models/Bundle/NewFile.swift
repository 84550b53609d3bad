import Glibc

/// A file that is written anew.
package struct NewFile: ~Copyable {
    /// Where it is.
    package let path: String
    private let descriptor: Int32

    /// Makes a file that is not there yet.
    ///
    /// - Parameters:
    ///   - path: Where it goes.
    ///   - mode: Who may read and write it, the process's mask aside.
    /// - Throws: Why it cannot be made; that it is there already.
    package init(_ path: String, mode: UInt32 = 0o666) throws(UpdateError) {
        // The path is copied to a C string for the call.
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw FileFailure.writing(path, errno) }
        self.path = path
    }

    deinit { close(descriptor) }

    /// Appends bytes.
    package func write(_ bytes: [UInt8]) throws(UpdateError) {
        var written = 0
        while written < bytes.count {
            // Within the array's bounds.
            let count = unsafe bytes[written...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure.writing(path, errno) }
            written += count
        }
    }

    /// Waits until the disk has all of it.
    package func flush() throws(UpdateError) {
        guard fsync(descriptor) == 0 else { throw FileFailure.writing(path, errno) }
    }

    /// Writes a file beside its place, down to the disk, and moves it there.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o666) throws(UpdateError) {
        let temporary = "\(path).\(getpid()).part"
        do throws(UpdateError) {
            let file = try NewFile(temporary, mode: mode)
            try file.write(bytes)
            try file.flush()
            // Both are copied to C strings for the call.
            guard unsafe rename(temporary, path) == 0 else { throw FileFailure.writing(path, errno) }
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
    }
}
