/// Goes through an archive that comes in one piece after the other, and keeps its small files.
struct ArchiveStream {
    /// Files up to this size are kept, as long as there is room.
    private static let smallFile: Int64 = 1 << 20
    private static let roomForFiles: Int64 = 8 << 20

    private(set) var walk: ArchiveWalk
    /// What was kept, by name.
    private(set) var kept: [String: [UInt8]] = [:]

    private var offset: Int64 = 0
    private var block: [UInt8] = []
    private var content: [UInt8] = []
    private var room = Self.roomForFiles

    init(name: String, limit: Int64) { walk = ArchiveWalk(name: name, limit: limit) }

    /// Takes what comes next; false once the archive is at its end.
    mutating func take(_ piece: RawSpan) throws(UpdateError) -> Bool {
        var start = 0
        while start < piece.byteCount, !walk.isFinished {
            let rest = piece.byteCount - start
            let count: Int
            if offset < walk.position {
                count = min(rest, Int(clamping: walk.position - offset))
                keep(piece.extracting(start..<start + count))
            } else {
                count = min(rest, ArchiveWalk.blockSize - block.count)
                unsafe piece.extracting(start..<start + count).withUnsafeBytes { unsafe block.append(contentsOf: $0) }
            }
            start += count
            offset += Int64(count)
            if block.count == ArchiveWalk.blockSize { try takeHeader() }
        }
        return !walk.isFinished
    }

    /// Says that nothing more comes.
    mutating func end() throws(UpdateError) {
        if !walk.isFinished { try walk.take(block) }
    }

    private mutating func takeHeader() throws(UpdateError) {
        try walk.take(block)
        block.removeAll(keepingCapacity: true)
        content.removeAll()
        if let entry = walk.entries.last, entry.size == 0 { kept[entry.name] = [] }
    }

    private mutating func keep(_ piece: RawSpan) {
        guard let entry = walk.entries.last, entry.size <= Self.smallFile, entry.size <= room || !content.isEmpty else {
            return
        }
        if content.isEmpty { room -= entry.size }
        let count = min(piece.byteCount, Int(entry.size) - content.count)
        unsafe piece.extracting(0..<count).withUnsafeBytes { unsafe content.append(contentsOf: $0) }
        if content.count == Int(entry.size) { kept[entry.name] = content }
    }
}
