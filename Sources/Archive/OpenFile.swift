import Glibc

/// An open file, closed when it goes.
struct OpenFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// Opens a file that is there, for reading; not a device or a pipe.
    init(reading path: String) throws(ArchiveError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ArchiveError.reading(path, errno) }
        self.path = path
        self.descriptor = descriptor
    }

    /// Makes a file, for writing; the one that is there is emptied.
    init(writing path: String, mode: mode_t = 0o644) throws(ArchiveError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw ArchiveError.writing(path, errno) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Its size in bytes.
    ///
    /// - Throws: where it is no file.
    func size() throws(ArchiveError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw ArchiveError.reading(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ArchiveError("\(path) is no file") }
        return Int(status.st_size)
    }

    /// Reads `count` bytes at an offset, fewer where the file ends.
    func read(_ count: Int, at offset: Int) throws(ArchiveError) -> [UInt8] {
        guard count > 0 else { return [] }
        var error: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let got = unsafe pread(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + done },
                    count - done,
                    offset + done
                )
                if got > 0 {
                    done += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    error = errno
                    break
                }
            }
        }
        guard error == 0 else { throw ArchiveError.reading(path, error) }
        return bytes
    }

    /// Writes bytes after those that were written.
    func write(_ bytes: [UInt8]) throws(ArchiveError) {
        var error: Int32 = 0
        unsafe bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let put = unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + done },
                    buffer.count - done
                )
                if put >= 0 {
                    done += put
                } else if errno != EINTR {
                    error = errno
                    return
                }
            }
        }
        guard error == 0 else { throw ArchiveError.writing(path, error) }
    }

    /// Gives it a mode, whatever the process masks.
    func setMode(_ mode: mode_t) throws(ArchiveError) {
        guard fchmod(descriptor, mode) == 0 else { throw ArchiveError.writing(path, errno) }
    }

    /// Returns once everything is on the disk.
    func synchronise() throws(ArchiveError) {
        guard fsync(descriptor) == 0 else { throw ArchiveError.writing(path, errno) }
    }
}
