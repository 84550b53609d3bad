import Glibc

/// The names in a folder.
enum FolderListing {
    /// All names but `.` and `..`, sorted.
    ///
    /// - Throws: `badPath` for what is no folder, or more than `most` names.
    static func names(_ path: String, most: Int = 4096) throws(UpdateError) -> [String] {
        // The path is copied to a C string for the call.
        guard let stream = unsafe opendir(path) else {
            throw UpdateError(.badPath, "\(path) cannot be listed: \(FileFailure.text(errno))")
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // The name ends with a zero within the entry, which stays until the next call.
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            guard names.count < most else { throw UpdateError(.badPath, "\(path) holds more than \(most) files") }
            names.append(name)
        }
        return names.sorted()
    }

    /// True where a folder is at the path, by way of links too.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        // The path is copied; the call fills the structure, which outlives it.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
