/// A small file as it will stand in an archive.
struct PackedFile: Sendable {
    let method: ZipRecord.Method
    let checksum: UInt32
    let bytes: [UInt8]

    /// Reads and packs a file; a folder has no bytes.
    init(_ entry: FileTree.Entry, _ root: String) throws(ArchiveError) {
        guard entry.kind == .file else {
            (method, checksum, bytes) = (.stored, 0, [])
            return
        }
        let file = try SourceFile(entry, root: root)
        let content = try file.read(entry.byteCount, at: 0)
        try file.finish()
        checksum = Zlib.checksum(0, adding: content)
        let packed = content.isEmpty ? [] : try Zlib.deflate(content, after: [], isLast: true)
        let isDeflated = Self.isWorthwhile(packed.count, of: content.count)
        method = isDeflated ? .deflated : .stored
        bytes = isDeflated ? packed : content
    }

    /// True when something shrinks by at least 3 %.
    static func isWorthwhile(_ packed: Int, of size: Int) -> Bool { packed * 100 <= size * 97 && size > 0 }
}
