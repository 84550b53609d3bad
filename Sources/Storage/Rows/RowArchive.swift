/// The rows of a binding that are on the disk, for reading; another thread may go on writing meanwhile.
public struct RowArchive: Sendable {
    private let folder: RowFolder
    private let form: RowForm

    /// Looks at a folder, which need not be there.
    public init(folder: String, form: RowForm) {
        self.folder = RowFolder(path: folder)
        self.form = form
    }

    /// Hands over block after block, the oldest first.
    ///
    /// A block that was not written to its end, as a power cut leaves it, is dropped without a word. One that is damaged is
    /// passed over, and so is what lies before the next sound one; the block after that says that it begins anew.
    ///
    /// - Parameter take: Is given the blocks.
    /// - Returns: What was passed over, for people.
    /// - Throws: why the folder cannot be read, or what `take` throws.
    public func read(_ take: (RowBlock) throws -> Void) throws -> [String] {
        var complaints: [String] = []
        var isTorn = true
        for segment in try folder.segments() {
            let bytes: [UInt8]
            do throws(StorageError) {
                bytes = try RowSegment.contents(segment.path)
            } catch {
                // It has made room for newer rows meanwhile, or it cannot be read.
                if DataDirectory.exists(segment.path) { complaints.append(error.message) }
                isTorn = true
                continue
            }
            guard bytes.starts(with: RowSegment.header(form)) else {
                complaints.append("\(segment.path) holds rows of another kind, or its beginning is damaged")
                isTorn = true
                continue
            }
            var place = RowSegment.headerBytes
            while place < bytes.count {
                guard var block = RowBlock(bytes, at: place, form: form) else {
                    isTorn = true
                    guard let next = Self.soundBlock(bytes, after: place, form) else { break }
                    complaints.append("\(segment.path) is damaged at byte \(place); \(next - place) bytes are lost")
                    place = next
                    continue
                }
                block.beginsAnew = block.beginsAnew || isTorn
                isTorn = false
                place += block.byteCount
                try take(block)
            }
        }
        return complaints
    }

    private static func soundBlock(_ bytes: [UInt8], after start: Int, _ form: RowForm) -> Int? {
        var place = start + 1
        while let next = RowSegment.nextBlock(bytes, from: place) {
            if RowBlock(bytes, at: next, form: form) != nil { return next }
            place = next + 1
        }
        return nil
    }
}
