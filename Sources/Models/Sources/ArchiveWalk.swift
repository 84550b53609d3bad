/// Goes through an archive from header to header, and notes where its files lie.
struct ArchiveWalk {
    struct Entry: Sendable, Equatable {
        let name: String
        let offset: Int64
        let size: Int64
    }

    static let blockSize = TarHeader.blockSize
    /// As many files as a manifest may name, and the manifest and its signature.
    private static let mostEntries = 258

    let name: String
    /// Most bytes of the archive.
    let limit: Int64
    /// The files so far, in order.
    private(set) var entries: [Entry] = []
    /// Where the next header lies.
    private(set) var position: Int64 = 0
    /// True once the block that ends the archive was seen.
    private(set) var isFinished = false
    private var headers = 0

    init(name: String, limit: Int64) {
        self.name = name
        self.limit = limit
    }

    /// Takes the header at `position`; fewer bytes than a block mean that the archive ends there.
    ///
    /// - Throws: `bad_path` for what is no flat archive of regular files, `too_large`, `download_failed` for one cut off.
    mutating func take(_ block: [UInt8]) throws(UpdateError) {
        guard block.count == Self.blockSize else {
            throw UpdateError(
                .downloadFailed,
                "\(name) is cut off after \(position + Int64(block.count)) bytes; publish the archive again"
            )
        }
        guard !TarHeader.isEnd(block) else {
            isFinished = true
            return
        }
        headers += 1
        guard headers <= Self.mostEntries + 1 else {
            throw UpdateError(
                .tooLarge,
                "\(name) has more than \(Self.mostEntries) entries; leave in it what the bundle needs"
            )
        }
        let header = try header(block)
        let start = position + Int64(Self.blockSize)
        guard header.kind == .file else {
            position = start
            return
        }
        guard header.paddedSize <= limit - start else {
            throw UpdateError(
                .tooLarge,
                "\(name) has \(header.name) of \(header.size) bytes at byte \(start); \(limit) bytes in all at most "
                    + "(updates.max_bundle)"
            )
        }
        guard !entries.contains(where: { $0.name.lowercased() == header.name.lowercased() }) else {
            throw UpdateError(.badPath, "\(name) has \(header.name) twice; make the archive again")
        }
        entries.append(Entry(name: header.name, offset: start, size: header.size))
        position = start + header.paddedSize
    }

    private func header(_ block: [UInt8]) throws(UpdateError) -> TarHeader {
        do {
            return try TarHeader(block: block)
        } catch {
            throw UpdateError(error.code, "\(name): at byte \(position): \(error.message)")
        }
    }
}
