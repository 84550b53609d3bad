import Glibc

/// A small file that is there as a whole or not at all.
enum AtomicFile {
    /// Writes beside it, has it on the disk, and renames.
    static func write(_ bytes: [UInt8], to path: String) throws(UpdateError) {
        let draft = path + ".new"
        unlink(draft)
        do throws(UpdateError) {
            let file = try OpenFile(draft, for: .creating)
            if !bytes.isEmpty { unsafe try file.write(bytes.span.bytes, at: 0) }
            try file.synchronise()
            guard unsafe rename(draft, path) == 0 else { throw UpdateError(errno: errno, "rename", draft) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Reads it; nil when it is not there.
    ///
    /// - Throws: `too_large` beyond `limit`, `bad_path` for what is no regular file.
    static func read(_ path: String, limit: Int) throws(UpdateError) -> [UInt8]? {
        var found = stat()
        guard unsafe lstat(path, &found) == 0 else { return nil }
        let file = try OpenFile(path, for: .reading)
        let size = try file.size()
        guard size <= limit else { throw UpdateError(.tooLarge, "\(path) has \(size) bytes; \(limit) at most") }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let count = try file.read(at: 0, into: &bytes)
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Removes it, where it is there.
    static func remove(_ path: String) throws(UpdateError) {
        guard unsafe Glibc.unlink(path) == 0 || errno == ENOENT else { throw UpdateError(errno: errno, "remove", path) }
    }

    private static func unlink(_ path: String) { _ = unsafe Glibc.unlink(path) }
}
