import Glibc

/// The directory that a process keeps its state in.
enum DataDirectory {
    /// Creates `path`, and what is missing above it, for this user alone (0700); leaves what is there as it is.
    static func create(_ path: String) throws(StorageError) {
        guard !isDirectory(path) else { return }
        if let slash = path.dropLast(path.hasSuffix("/") ? 1 : 0).lastIndex(of: "/"), slash > path.startIndex {
            try create(String(path[..<slash]))
        }
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        let reason = errno
        guard reason != EEXIST || !isDirectory(path) else { return }
        throw StorageError(errno: reason, "create", path)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True when there is anything at `path`.
    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// Renames `path` to `target`; does nothing when there is nothing at `path`.
    static func move(_ path: String, to target: String) throws(StorageError) {
        guard exists(path) else { return }
        guard unsafe rename(path, target) == 0 else { throw StorageError(errno: errno, "rename", path) }
    }
}
