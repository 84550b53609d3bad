import Glibc

/// A regular file that is open, closed with its owner.
struct OpenFile: ~Copyable {
    /// What is done with the file.
    enum Purpose {
        /// It is there and is read.
        case reading
        /// It is not there yet.
        case creating
        /// It may be there, and is read and written.
        case updating
    }

    let path: String
    private let descriptor: Int32

    /// Opens a file; one that is created is this user's alone (0600).
    ///
    /// - Throws: `bad_path` for a symbolic link or what is no regular file, else what the system says.
    init(_ path: String, for purpose: Purpose) throws(UpdateError) {
        self.path = path
        // O_NONBLOCK: a pipe without a writer would be waited for; it means nothing for regular files.
        let common = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        switch purpose {
        case .reading: descriptor = unsafe open(path, O_RDONLY | common)
        case .creating: descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | common, 0o600)
        case .updating: descriptor = unsafe open(path, O_RDWR | O_CREAT | common, 0o600)
        }
        guard descriptor >= 0 else {
            let reason = errno
            guard reason != ELOOP else { throw Self.irregular(path) }
            throw UpdateError(errno: reason, "open", path)
        }
        guard try status().st_mode & S_IFMT == S_IFREG else { throw Self.irregular(path) }
    }

    deinit { close(descriptor) }

    private static func irregular(_ path: String) -> UpdateError {
        UpdateError(
            .badPath,
            "\(path) is no regular file: a bundle has no links, folders or devices; put the file there"
        )
    }

    /// What the system knows of it.
    func status() throws(UpdateError) -> stat {
        var found = stat()
        guard unsafe fstat(descriptor, &found) == 0 else { throw UpdateError(errno: errno, "read", path) }
        return found
    }

    /// Bytes.
    func size() throws(UpdateError) -> Int64 { Int64(try status().st_size) }

    /// Fills the front of `buffer` from `offset`; returns how many bytes there were, fewer only at the file's end.
    func read(at offset: Int64, into buffer: inout [UInt8]) throws(UpdateError) -> Int {
        var done = 0
        let wanted = buffer.count
        while done < wanted {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe pread(
                    descriptor,
                    bytes.baseAddress?.advanced(by: done),
                    wanted - done,
                    off_t(offset) + off_t(done)
                )
            }
            if count == 0 { break }
            if count < 0 {
                guard errno != EINTR else { continue }
                throw UpdateError(errno: errno, "read", path)
            }
            done += count
        }
        return done
    }

    /// Writes all of `bytes` at `offset`.
    func write(_ bytes: RawSpan, at offset: Int64) throws(UpdateError) {
        var done = 0
        while done < bytes.byteCount {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    buffer.count - done,
                    off_t(offset) + off_t(done)
                )
            }
            if count < 0 {
                guard errno != EINTR else { continue }
                throw UpdateError(errno: errno, "write", path)
            }
            done += count
        }
    }

    /// Cuts it, or lengthens it with a hole.
    func truncate(to size: Int64) throws(UpdateError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw UpdateError(errno: errno, "cut", path) }
    }

    /// Has blocks given to it, so that writing them later cannot find the disk full.
    func allocate(_ size: Int64) throws(UpdateError) {
        let reason = posix_fallocate(descriptor, 0, off_t(size))
        guard reason == 0 else { throw UpdateError(errno: reason, "allocate", path) }
    }

    /// Has a part of it written to the disk soon, without a wait for that; `synchronise` tells whether it was.
    func beginWriting(from offset: Int64, _ count: Int64) {
        // The kernel starts to write what is dirty, and forgets what is written. A refusal costs time alone.
        _ = posix_fadvise(descriptor, off_t(offset), off_t(count), POSIX_FADV_DONTNEED)
    }

    /// Returns when it is on the disk.
    func synchronise() throws(UpdateError) {
        guard fsync(descriptor) == 0 else { throw UpdateError(errno: errno, "write", path) }
    }

    /// Lets this user alone read and write it.
    func restrict() throws(UpdateError) {
        guard fchmod(descriptor, 0o600) == 0 else { throw UpdateError(errno: errno, "restrict", path) }
    }

    /// Copies `count` bytes of another file from its start.
    func copy(_ count: Int64, of source: borrowing OpenFile) throws(UpdateError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var offset: Int64 = 0
        while offset < count {
            let found = min(Int64(try source.read(at: offset, into: &buffer)), count - offset)
            guard found > 0 else { throw Self.shortened(source.path, offset, count) }
            unsafe try write(buffer.span.extracting(0..<Int(found)).bytes, at: offset)
            offset += found
        }
    }

    private static func shortened(_ path: String, _ found: Int64, _ expected: Int64) -> UpdateError {
        UpdateError(
            .internal,
            "\(path) became shorter while it was copied (\(found) of \(expected) bytes); copy it there in one step"
        )
    }
}
