import Glibc

/// A folder of the store.
struct Directory: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    /// True when there is a folder, not a link to one.
    var exists: Bool {
        var found = stat()
        return unsafe lstat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }

    /// When its entries or its name changed last, milliseconds since 1970-01-01T00:00:00Z; 0 when it is not there.
    var changed: Int64 {
        var found = stat()
        guard unsafe lstat(path, &found) == 0 else { return 0 }
        return Int64(found.st_ctim.tv_sec) * 1000 + Int64(found.st_ctim.tv_nsec) / 1_000_000
    }

    /// Makes it, and what is missing above it, for this user alone (0700); leaves what is there as it is.
    func create() throws(UpdateError) {
        var found = stat()
        if unsafe stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFDIR { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try Directory(String(path[..<slash])).create()
        }
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw UpdateError(errno: errno, "create", path) }
    }

    /// The names in it, sorted, without `.` and `..`; none when there is no such folder.
    ///
    /// - Parameter limit: how many there may be at most.
    /// - Returns: The names.
    /// - Throws: `bad_path` for more, else what the system says.
    func names(limit: Int = 100_000) throws(UpdateError) -> [String] {
        guard let stream = unsafe opendir(path) else {
            guard errno != ENOENT else { return [] }
            throw UpdateError(errno: errno, "read", path)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            guard names.count < limit else {
                throw UpdateError(
                    .badPath,
                    "\(path) has more than \(limit) entries; leave in it what belongs to the bundle"
                )
            }
            names.append(name)
        }
        return names.sorted()
    }

    /// Returns when its entries are on the disk.
    func synchronise() throws(UpdateError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UpdateError(errno: errno, "open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw UpdateError(errno: errno, "write", path) }
    }

    /// Moves it.
    func rename(to target: String) throws(UpdateError) {
        guard unsafe Glibc.rename(path, target) == 0 else { throw UpdateError(errno: errno, "rename", path) }
    }

    /// Removes it with all that is in it; a link is removed, not followed.
    func remove() throws(UpdateError) { try Self.remove(path, depth: 0) }

    private static func remove(_ path: String, depth: Int) throws(UpdateError) {
        var found = stat()
        guard unsafe lstat(path, &found) == 0 else {
            guard errno != ENOENT else { return }
            throw UpdateError(errno: errno, "remove", path)
        }
        guard found.st_mode & S_IFMT == S_IFDIR else {
            guard unsafe unlink(path) == 0 || errno == ENOENT else { throw UpdateError(errno: errno, "remove", path) }
            return
        }
        guard depth < 16 else {
            throw UpdateError(.internal, "\(path) is nested too deep to remove; remove it by hand")
        }
        for name in try Directory(path).names() { try remove(path + "/" + name, depth: depth + 1) }
        guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw UpdateError(errno: errno, "remove", path) }
    }

    /// Bytes of the regular files in it and below it, as the disk counts them; what vanishes meanwhile counts nothing.
    func byteCount() -> Int64 { Self.byteCount(path, depth: 0) }

    private static func byteCount(_ path: String, depth: Int) -> Int64 {
        var found = stat()
        guard unsafe lstat(path, &found) == 0 else { return 0 }
        guard found.st_mode & S_IFMT == S_IFDIR else { return Int64(found.st_blocks) * 512 }
        guard depth < 16, let names = try? Directory(path).names() else { return 0 }
        return names.reduce(0) { $0 + byteCount(path + "/" + $1, depth: depth + 1) }
    }
}
