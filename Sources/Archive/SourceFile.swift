/// A file of a tree, open, whose size must stay what it was when the tree was read.
struct SourceFile: ~Copyable {
    private let file: OpenFile
    let byteCount: Int

    init(_ entry: FileTree.Entry, root: String) throws(ArchiveError) {
        let file = try OpenFile(reading: "\(root)/\(entry.path)")
        guard try file.size() == entry.byteCount else { throw Self.changed(file.path) }
        self.file = file
        byteCount = entry.byteCount
    }

    /// What is thrown where the file is not what it was.
    var changed: ArchiveError { Self.changed(file.path) }

    private static func changed(_ path: String) -> ArchiveError {
        ArchiveError("\(path) changed while it was read; wait until nothing writes it, and try again")
    }

    /// Reads all that is there of `count` bytes at an offset.
    func read(_ count: Int, at offset: Int) throws(ArchiveError) -> [UInt8] {
        let wanted = min(count, byteCount - offset)
        let bytes = try file.read(wanted, at: offset)
        guard bytes.count == wanted else { throw changed }
        return bytes
    }

    /// Checks that it has not grown.
    func finish() throws(ArchiveError) {
        guard try file.size() == byteCount else { throw changed }
    }
}

extension FileTree {
    /// Hands a file's bytes over, piece by piece.
    ///
    /// - Parameters:
    ///   - entry: One of this tree's files.
    ///   - body: Takes at most 1 MiB at a time.
    /// - Throws: why it cannot be read, or that its size has changed.
    public func read(_ entry: Entry, _ body: ([UInt8]) -> Void) throws(ArchiveError) {
        let file = try SourceFile(entry, root: root)
        var offset = 0
        while offset < file.byteCount {
            let piece = try file.read(1 << 20, at: offset)
            body(piece)
            offset += piece.count
        }
        try file.finish()
    }
}
