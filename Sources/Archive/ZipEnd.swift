/// The end of a zip file: where its directory is.
struct ZipEnd {
    /// Where the directory begins.
    let start: Int
    /// Bytes of the directory.
    let size: Int
    /// Entries of the directory.
    let count: Int

    private static let length = 22

    /// Finds it.
    ///
    /// - Throws: where the file is no zip file, or is one of several parts.
    init(_ file: borrowing OpenFile) throws(ArchiveError) {
        let total = try file.size()
        let tail = try file.read(min(total, Self.length + 0xFFFF), at: max(0, total - Self.length - 0xFFFF))
        guard let index = Self.find(tail) else {
            throw ArchiveError("\(file.path) is no zip file, or is cut off: the end of its directory is missing")
        }
        let position = total - tail.count + index
        var rest = tail[(index + 4)...]
        guard let disk = rest.take(UInt16.self), let startDisk = rest.take(UInt16.self), rest.take(UInt16.self) != nil,
            let count = rest.take(UInt16.self), let size = rest.take(UInt32.self), let start = rest.take(UInt32.self)
        else { throw ArchiveError("\(file.path) is cut off") }
        guard disk == 0, startDisk == 0 else { throw ArchiveError("\(file.path) is one of several parts") }
        var numbers = (start: Int(start), size: Int(size), count: Int(count))
        var end = position
        if count == .max || size == .max || start == .max, let wide = try Self.wide(file, before: position) {
            numbers = (wide.start, wide.size, wide.count)
            end = wide.position
        }
        guard numbers.size <= end, numbers.start <= end - numbers.size, numbers.start + numbers.size == end else {
            throw ArchiveError("\(file.path) is damaged: its directory does not end where its end begins")
        }
        (self.start, self.size, self.count) = numbers
    }

    /// The last place where an end of a directory stands whose comment reaches to the file's end.
    private static func find(_ tail: [UInt8]) -> Int? {
        guard tail.count >= length else { return nil }
        for index in stride(from: tail.count - length, through: 0, by: -1) where tail[index] == 0x50 {
            var rest = tail[index...]
            guard rest.take(UInt32.self) == ZipRecord.Signature.end, rest.take(count: 16) != nil,
                let comment = rest.take(UInt16.self), Int(comment) == rest.count
            else { continue }
            return index
        }
        return nil
    }

    private static func wide(
        _ file: borrowing OpenFile,
        before position: Int
    ) throws(ArchiveError) -> (start: Int, size: Int, count: Int, position: Int)? {
        guard position >= 20 else { return nil }
        var locator = try file.read(20, at: position - 20)[...]
        guard locator.take(UInt32.self) == ZipRecord.Signature.wideLocator else { return nil }
        guard locator.take(UInt32.self) == 0, let offset = locator.take(UInt64.self),
            let place = Int(exactly: offset), place <= position - 20 - 56
        else { throw ArchiveError("\(file.path) is damaged: its zip64 locator leads nowhere") }
        var rest = try file.read(56, at: place)[...]
        guard rest.take(UInt32.self) == ZipRecord.Signature.wideEnd, rest.take(count: 28) != nil,
            let count = rest.take(UInt64.self).flatMap({ Int(exactly: $0) }),
            let size = rest.take(UInt64.self).flatMap({ Int(exactly: $0) }),
            let start = rest.take(UInt64.self).flatMap({ Int(exactly: $0) })
        else { throw ArchiveError("\(file.path) is damaged: its zip64 end is none") }
        return (start, size, count, place)
    }
}
