import Glibc

/// The names in a folder.
enum FolderListing {
    /// All names but `.` and `..`, sorted.
    ///
    /// - Throws: `badPath` for what is no folder, or more than `most` names; else what the system says.
    static func names(_ path: String, most: Int = 4096) throws(UpdateError) -> [String] {
        guard isFolder(path) else { throw UpdateError(.badPath, "\(path) is no folder; name one") }
        return try Directory(path).names(limit: most)
    }

    /// True where a folder is at the path, by way of links too.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        // The path is copied; the call fills the structure, which outlives it.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
