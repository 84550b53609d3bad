import Glibc

/// The folder with the rows of a binding: files `<16 hexadecimal digits>.rows`, the lowest number the oldest.
struct RowFolder: Sendable {
    /// A file of rows.
    struct Segment: Sendable {
        let number: UInt64
        let path: String
        var bytes: Int
    }

    private static let suffix = ".rows"

    let path: String

    /// The files, the oldest first.
    func segments() throws(StorageError) -> [Segment] {
        try Self.names(path).compactMap { name in
            let digits = name.dropLast(Self.suffix.count)
            guard name.hasSuffix(Self.suffix), digits.utf8.count == 16, let number = UInt64(digits, radix: 16) else {
                return nil
            }
            let file = "\(path)/\(name)"
            var status = stat()
            guard unsafe lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return Segment(number: number, path: file, bytes: Int(status.st_size))
        }.sorted { $0.number < $1.number }
    }

    /// Where the file of a number is.
    func path(of number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return "\(path)/\(String(repeating: "0", count: 16 - digits.utf8.count))\(digits)\(Self.suffix)"
    }

    /// Removes it with the files in it; folders in it stay, and it with them.
    func remove() throws(StorageError) {
        for name in try Self.names(path) {
            guard unsafe unlink("\(path)/\(name)") == 0 || errno == ENOENT else {
                throw StorageError(errno: errno, "remove", "\(path)/\(name)")
            }
        }
        guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw StorageError(errno: errno, "remove", path) }
    }

    /// The names in a folder, without `.` and `..`; none where there is no folder.
    static func names(_ path: String) throws(StorageError) -> [String] {
        guard let stream = unsafe opendir(path) else {
            guard errno != ENOENT else { return [] }
            throw StorageError(errno: errno, "read", path)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
