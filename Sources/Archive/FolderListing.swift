import Glibc

/// The names in a folder.
enum FolderListing {
    /// Reads the names, in no order.
    ///
    /// - Throws: why they cannot be read, a name that is not UTF-8, or more of them than `limit`.
    static func names(_ path: String, limit: Int) throws(ArchiveError) -> [String] {
        guard let folder = unsafe opendir(path) else { throw ArchiveError.reading(path, errno) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else { break }
            let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                unsafe Array(buffer.prefix { $0 != 0 })
            }
            guard let name = String(validating: bytes, as: UTF8.self) else {
                throw ArchiveError(
                    "a name in \(path) is not UTF-8: \(String(decoding: bytes, as: UTF8.self)); rename it"
                )
            }
            if name == "." || name == ".." { continue }
            guard names.count < limit else { throw ArchiveError("\(path) holds more than \(limit) names") }
            names.append(name)
        }
        guard errno == 0 else { throw ArchiveError.reading(path, errno) }
        return names
    }
}
