/// A name in an archive that is safe to make a file of.
struct EntryName {
    /// Relative, without a slash at its end.
    let path: String
    /// True where the name ends in a slash.
    let isFolder: Bool

    /// Checks a name.
    ///
    /// - Throws: why it is refused.
    init(_ bytes: [UInt8], in archive: String) throws(ArchiveError) {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw ArchiveError(
                "\(archive): the name \(String(decoding: bytes, as: UTF8.self).debugDescription) is not UTF-8"
            )
        }
        let problem = "\(archive): the name \(name.debugDescription)"
        isFolder = name.hasSuffix("/")
        path = isFolder ? String(name.dropLast()) : name
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw ArchiveError("\(problem) is refused: it has to lie below the folder it is unpacked to")
        }
        guard bytes.count <= 1024, parts.count <= 64, parts.allSatisfy({ $0.utf8.count <= 255 }) else {
            throw ArchiveError("\(problem) is too long")
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            throw ArchiveError("\(problem) holds a control character or a backslash")
        }
    }
}
