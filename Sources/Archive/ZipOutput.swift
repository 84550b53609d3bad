/// A zip file that is being written: entries one after the other, then the central directory.
struct ZipOutput: ~Copyable {
    private let file: OpenFile
    private let fieldLimit: Int
    private let countLimit: Int
    private(set) var position = 0
    private var records: [ZipRecord] = []

    init(_ path: String, fieldLimit: Int, countLimit: Int) throws(ArchiveError) {
        let file = try OpenFile(writing: path)
        // Not as the process masks it: the next step may be done by another user.
        try file.setMode(0o644)
        self.file = file
        self.fieldLimit = fieldLimit
        self.countLimit = countLimit
    }

    /// Makes a record of the entry that begins here.
    ///
    /// `packedCount` is what its bytes will take; nil where that is not known: then what is said follows them.
    func begin(_ entry: FileTree.Entry, method: ZipRecord.Method, packedCount: Int?, checksum: UInt32?) -> ZipRecord {
        // Where the size is not known, it may become somewhat more than it was.
        let largest = max(entry.byteCount, packedCount ?? entry.byteCount + entry.byteCount / 256)
        var record = ZipRecord(
            entry,
            method: method,
            offset: position,
            hasDescriptor: packedCount == nil,
            isWide: largest >= fieldLimit
        )
        record.packedCount = packedCount ?? 0
        record.checksum = checksum ?? 0
        return record
    }

    /// Writes bytes.
    mutating func put(_ bytes: [UInt8], _ onBytes: (RawSpan) -> Void) throws(ArchiveError) {
        guard !bytes.isEmpty else { return }
        try file.write(bytes)
        unsafe onBytes(bytes.span.bytes)
        position += bytes.count
    }

    /// Keeps an entry for the central directory, once its bytes are written.
    mutating func end(_ record: ZipRecord, _ onBytes: (RawSpan) -> Void) throws(ArchiveError) {
        try put(record.tail.bytes, onBytes)
        records.append(record)
    }

    /// Writes the central directory, and returns once all is on the disk.
    mutating func finish(_ onBytes: (RawSpan) -> Void) throws(ArchiveError) {
        let start = position
        for record in records { try put(record.central(fieldLimit: fieldLimit).bytes, onBytes) }
        let size = position - start
        if records.count >= countLimit || size >= fieldLimit || start >= fieldLimit {
            try put(wideEnd(start: start, size: size).bytes, onBytes)
        }
        try put(end(start: start, size: size).bytes, onBytes)
        try file.synchronise()
    }

    private func wideEnd(start: Int, size: Int) -> LittleEndian {
        var bytes = LittleEndian()
        bytes.put(ZipRecord.Signature.wideEnd)
        bytes.put(UInt64(44))
        bytes.put(UInt16(3 << 8 | 45))
        bytes.put(UInt16(45))
        bytes.put(UInt32(0))
        bytes.put(UInt32(0))
        bytes.put(UInt64(records.count))
        bytes.put(UInt64(records.count))
        bytes.put(UInt64(size))
        bytes.put(UInt64(start))
        bytes.put(ZipRecord.Signature.wideLocator)
        bytes.put(UInt32(0))
        bytes.put(UInt64(position))
        bytes.put(UInt32(1))
        return bytes
    }

    private func end(start: Int, size: Int) -> LittleEndian {
        let count = records.count >= countLimit ? UInt16.max : UInt16(records.count)
        var bytes = LittleEndian()
        bytes.put(ZipRecord.Signature.end)
        bytes.put(UInt16(0))
        bytes.put(UInt16(0))
        bytes.put(count)
        bytes.put(count)
        bytes.put(size >= fieldLimit ? .max : UInt32(size))
        bytes.put(start >= fieldLimit ? .max : UInt32(start))
        bytes.put(UInt16(0))
        return bytes
    }
}
