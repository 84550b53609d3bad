import Glibc

/// Removes what a broken attempt has left.
enum FolderRemoval {
    /// Removes a file, a link or a folder with all that is in it; what is not there is removed.
    static func remove(_ path: String, depth: Int = 0) throws(ArchiveError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw ArchiveError.writing(path, errno) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFDIR, depth < 128 else {
            guard unsafe unlink(path) == 0 else { throw ArchiveError.writing(path, errno) }
            return
        }
        for name in try FolderListing.names(path, limit: .max) { try remove("\(path)/\(name)", depth: depth + 1) }
        guard unsafe rmdir(path) == 0 else { throw ArchiveError.writing(path, errno) }
    }
}
