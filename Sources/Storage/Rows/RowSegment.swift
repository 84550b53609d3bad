import Glibc

/// A file of rows as its bytes say it: a header of 48 bytes, then blocks.
enum RowSegment {
    static let headerBytes = 48
    /// The most bytes of a file that is read.
    static let mostBytes = 16 << 20
    private static let magic = Array("MARROWS1".utf8)

    /// What stands at the front of a file: magic, numbers in a row, checksum, the form's digest.
    static func header(_ form: RowForm) -> [UInt8] {
        let fields = word(UInt32(form.fields))
        return magic + fields + word(CRC32.of((fields + form.digest)[...])) + form.digest
    }

    /// Reads a file.
    ///
    /// - Throws: why it cannot be read; that it is larger than any that was written.
    static func contents(_ path: String) throws(StorageError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw StorageError(errno: errno, "open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw StorageError(errno: errno, "read", path) }
        guard status.st_size <= mostBytes else {
            throw StorageError(.corrupt, "\(path) has \(status.st_size) bytes, \(mostBytes) at most; remove it")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            // Within the array's bounds.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StorageError(errno: errno, "read", path) }
            guard count > 0 else { break }
            done += count
        }
        bytes.removeLast(bytes.count - done)
        return bytes
    }

    /// True when a file begins as one of the form does.
    static func isOf(_ form: RowForm, _ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: headerBytes)
        let count = unsafe read(descriptor, &bytes, headerBytes)
        return count == headerBytes && bytes == header(form)
    }

    /// The first place from `start` on at which a block may begin; nil: there is none.
    static func nextBlock(_ bytes: [UInt8], from start: Int) -> Int? {
        let mark = word(RowBlock.magic)
        var place = start
        while place + 4 <= bytes.count {
            if bytes[place] == mark[0], bytes[place..<place + 4].elementsEqual(mark) { return place }
            place += 1
        }
        return nil
    }

    private static func word(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
}
