/// The central directory of a zip file, read without trust.
struct ZipDirectory {
    /// One entry as the directory has it.
    struct Entry {
        /// What it becomes.
        enum Kind {
            case file(isExecutable: Bool)
            case folder
            case link
        }

        let name: [UInt8]
        let path: String
        let kind: Kind
        let method: ZipRecord.Method
        let checksum: UInt32
        let packedCount: Int
        let byteCount: Int
        /// Where its local header stands.
        let offset: Int
    }

    /// Bytes that the directory may have.
    private static let limit = 64 << 20

    private(set) var entries: [Entry] = []
    /// Where the directory begins: entries end before it.
    let start: Int

    private let path: String

    init(_ file: borrowing OpenFile, limits: ZipReader.Limits) throws(ArchiveError) {
        path = file.path
        let end = try ZipEnd(file)
        start = end.start
        guard end.count <= limits.entries, end.size <= Self.limit else {
            throw ArchiveError("\(path) has \(end.count) entries; at most \(limits.entries) are unpacked")
        }
        guard end.count * 46 <= end.size else { throw ArchiveError("\(path) is damaged: its directory is cut off") }
        var rest = try file.read(end.size, at: end.start)[...]
        for _ in 0..<end.count { entries.append(try take(&rest)) }
        guard rest.isEmpty else { throw ArchiveError("\(path) is damaged: its directory has more than it says") }
    }

    private func damaged(_ what: String) -> ArchiveError { ArchiveError("\(path) is damaged: \(what)") }

    private func take(_ rest: inout ArraySlice<UInt8>) throws(ArchiveError) -> Entry {
        guard rest.take(UInt32.self) == ZipRecord.Signature.central, let madeBy = rest.take(UInt16.self),
            rest.take(UInt16.self) != nil, let flags = rest.take(UInt16.self), let code = rest.take(UInt16.self),
            rest.take(UInt32.self) != nil, let checksum = rest.take(UInt32.self), let packed = rest.take(UInt32.self),
            let size = rest.take(UInt32.self), let nameCount = rest.take(UInt16.self),
            let extraCount = rest.take(UInt16.self), let commentCount = rest.take(UInt16.self),
            let disk = rest.take(UInt16.self), rest.take(UInt16.self) != nil,
            let attributes = rest.take(UInt32.self), let offset = rest.take(UInt32.self),
            let name = rest.take(count: Int(nameCount)), let extra = rest.take(count: Int(extraCount)),
            rest.take(count: Int(commentCount)) != nil
        else { throw damaged("an entry of its directory is cut off") }
        let safe = try EntryName(name, in: path)
        guard flags & 1 == 0 else {
            throw ArchiveError("\(path): \(safe.path) is encrypted; make the archive without a password")
        }
        guard let method = ZipRecord.Method(rawValue: code) else {
            throw ArchiveError(
                "\(path): \(safe.path) is compressed by method \(code); only deflate (8) and none (0) are known"
            )
        }
        var wide = WideNumbers(extra)
        guard disk == 0, let byteCount = wide.widen(size), let packedCount = wide.widen(packed),
            let position = wide.widen(offset)
        else { throw damaged("the sizes of \(safe.path) are missing") }
        return Entry(
            name: name,
            path: safe.path,
            kind: try kind(safe, mode: madeBy >> 8 == 3 ? attributes >> 16 : 0),
            method: method,
            checksum: checksum,
            packedCount: packedCount,
            byteCount: byteCount,
            offset: position
        )
    }

    private func kind(_ name: EntryName, mode: UInt32) throws(ArchiveError) -> Entry.Kind {
        switch mode & 0o170000 {
        case 0, 0o100000, 0o040000:
            if name.isFolder { return .folder }
            guard mode & 0o170000 != 0o040000 else { return .folder }
            return .file(isExecutable: mode & 0o100 != 0)
        case 0o120000 where !name.isFolder: return .link
        default: throw ArchiveError("\(path): \(name.path) is neither a file, a folder nor a link")
        }
    }
}

/// The numbers that do not fit into an entry's own fields.
private struct WideNumbers {
    private var rest: ArraySlice<UInt8> = []

    /// Finds zip64's field among the extra ones.
    init(_ extra: [UInt8]) {
        var fields = extra[...]
        while let tag = fields.take(UInt16.self), let count = fields.take(UInt16.self),
            let content = fields.take(count: Int(count))
        {
            if tag == 1 { rest = content[...] }
        }
    }

    /// The number of a field of 4 bytes; nil where its wide one is missing or cannot be.
    mutating func widen(_ number: UInt32) -> Int? {
        guard number == .max else { return Int(number) }
        return rest.take(UInt64.self).flatMap { Int(exactly: $0) }
    }
}
