import Glibc

/// Writes zip files that are the same bytes for the same files: sorted, all of 1980-01-01, with modes 0644 and 0755.
///
/// Files are deflated, or stored where a sample of them hardly shrinks. Memory does not grow with the files.
public struct ZipWriter: Sendable {
    /// Files up to this size are packed as a whole, several at once; it is the size of a larger file's blocks, too.
    private static let block = 1 << 20
    /// What is held in memory at a time, in blocks or files.
    private static let group = (blocks: 8, files: 256)
    /// The size of each of the three pieces by which a large file is judged.
    private static let sample = 64 << 10

    /// Sizes and offsets from which on zip64's fields are used; the format's own unless a test says otherwise.
    let fieldLimit: Int
    /// Numbers of entries from which on zip64's fields are used.
    let countLimit: Int

    /// Makes a writer.
    public init() { self.init(fieldLimit: 0xFFFF_FFFF, countLimit: 0xFFFF) }

    init(fieldLimit: Int, countLimit: Int) {
        self.fieldLimit = fieldLimit
        self.countLimit = countLimit
    }

    /// Writes a tree's files into a zip file, which appears at its path once it is whole and on the disk.
    ///
    /// - Parameters:
    ///   - tree: What it will hold.
    ///   - path: The zip file; one that is there is replaced.
    ///   - onBytes: Takes every byte that is written, in order: for a digest.
    /// - Returns: its size in bytes.
    /// - Throws: what cannot be read or written, or has changed since the tree was read.
    public func write(
        _ tree: FileTree,
        to path: String,
        onBytes: (RawSpan) -> Void = { _ in }
    ) throws(ArchiveError) -> Int {
        let draft = "\(path).part"
        do throws(ArchiveError) {
            var output = try ZipOutput(draft, fieldLimit: fieldLimit, countLimit: countLimit)
            try put(tree, into: &output, onBytes)
            try output.finish(onBytes)
            guard unsafe rename(draft, path) == 0 else { throw ArchiveError.writing(path, errno) }
            return output.position
        } catch {
            unsafe unlink(draft)
            throw error
        }
    }

    private func put(
        _ tree: FileTree,
        into output: inout ZipOutput,
        _ onBytes: (RawSpan) -> Void
    ) throws(ArchiveError) {
        var rest = tree.entries[...]
        while let first = rest.first {
            if first.byteCount > Self.block {
                rest.removeFirst()
                let file = try SourceFile(first, root: tree.root)
                if try shrinks(file) {
                    try deflate(file, first, into: &output, onBytes)
                } else {
                    try store(file, first, into: &output, onBytes)
                }
                try file.finish()
            } else {
                let group = Self.group(rest)
                rest.removeFirst(group.count)
                try put(group, tree.root, into: &output, onBytes)
            }
        }
    }

    /// The small files and folders that come first.
    private static func group(_ entries: ArraySlice<FileTree.Entry>) -> [FileTree.Entry] {
        var bytes = 0
        var group: [FileTree.Entry] = []
        for entry in entries.prefix(Self.group.files) {
            bytes += entry.byteCount
            guard entry.byteCount <= block, group.isEmpty || bytes <= Self.group.blocks * block else { break }
            group.append(entry)
        }
        return group
    }

    /// Packs small files at once, and writes them one after the other.
    private func put(
        _ group: [FileTree.Entry],
        _ root: String,
        into output: inout ZipOutput,
        _ onBytes: (RawSpan) -> Void
    ) throws(ArchiveError) {
        let packed = try AtOnce.map(group.count) { index throws(ArchiveError) in try PackedFile(group[index], root) }
        for (entry, file) in zip(group, packed) {
            let record = output.begin(
                entry,
                method: file.method,
                packedCount: file.bytes.count,
                checksum: file.checksum
            )
            try output.put(record.head.bytes, onBytes)
            try output.put(file.bytes, onBytes)
            try output.end(record, onBytes)
        }
    }

    /// True when three pieces of a large file shrink by 3 % or more.
    private func shrinks(_ file: borrowing SourceFile) throws(ArchiveError) -> Bool {
        var size = 0
        var packed = 0
        for offset in [0, (file.byteCount - Self.sample) / 2, file.byteCount - Self.sample] {
            let piece = try file.read(Self.sample, at: offset)
            size += piece.count
            packed += try Zlib.deflate(piece, after: [], isLast: true).count
        }
        return PackedFile.isWorthwhile(packed, of: size)
    }

    /// Writes a large file as it is.
    ///
    /// Its checksum comes first, so it is read twice.
    private func store(
        _ file: borrowing SourceFile,
        _ entry: FileTree.Entry,
        into output: inout ZipOutput,
        _ onBytes: (RawSpan) -> Void
    ) throws(ArchiveError) {
        var checksum: UInt32 = 0
        for offset in stride(from: 0, to: file.byteCount, by: Self.block) {
            checksum = Zlib.checksum(checksum, adding: try file.read(Self.block, at: offset))
        }
        let record = output.begin(entry, method: .stored, packedCount: file.byteCount, checksum: checksum)
        try output.put(record.head.bytes, onBytes)
        var again: UInt32 = 0
        for offset in stride(from: 0, to: file.byteCount, by: Self.block) {
            let piece = try file.read(Self.block, at: offset)
            again = Zlib.checksum(again, adding: piece)
            try output.put(piece, onBytes)
        }
        guard again == checksum else { throw file.changed }
        try output.end(record, onBytes)
    }

    /// Deflates a large file in blocks, several at once; where they are divided does not depend on how many.
    private func deflate(
        _ file: borrowing SourceFile,
        _ entry: FileTree.Entry,
        into output: inout ZipOutput,
        _ onBytes: (RawSpan) -> Void
    ) throws(ArchiveError) {
        var record = output.begin(entry, method: .deflated, packedCount: nil, checksum: nil)
        try output.put(record.head.bytes, onBytes)
        var offset = 0
        var before: [UInt8] = []
        while offset < file.byteCount {
            var blocks: [[UInt8]] = [before]
            while blocks.count <= Self.group.blocks, offset < file.byteCount {
                let piece = try file.read(Self.block, at: offset)
                record.checksum = Zlib.checksum(record.checksum, adding: piece)
                offset += piece.count
                blocks.append(piece)
            }
            let (taken, isEnd) = (blocks, offset == file.byteCount)
            let packed = try AtOnce.map(taken.count - 1) { index throws(ArchiveError) in
                try Zlib.deflate(taken[index + 1], after: taken[index], isLast: isEnd && index == taken.count - 2)
            }
            for piece in packed {
                record.packedCount += piece.count
                try output.put(piece, onBytes)
            }
            before = blocks[blocks.count - 1]
        }
        try output.end(record, onBytes)
    }
}
