import Transfer

/// A bundle in one archive, whose files are parts of one resource.
struct ArchiveSource: BundleSource {
    let bytes: any ByteSource
    private let entries: [ArchiveWalk.Entry]
    /// Small files that came by when the archive could only be had from its start.
    private let kept: [String: [UInt8]]
    private let hasRanges: Bool
    private let archiveEtag: String?

    /// Finds the files of an archive: by ranges of one block each, else by going through all of it once.
    ///
    /// - Parameters:
    ///   - bytes: the archive.
    ///   - limit: its most bytes.
    ///   - cancellation: ends it with `cancelled`.
    /// - Throws: what is wrong with the archive, or why it did not come.
    init(_ bytes: any ByteSource, limit: Int64, cancellation: Cancellation?) throws(SourceError) {
        self.bytes = bytes
        var walk = ArchiveWalk(name: bytes.name, limit: limit)
        let first = try Self.step(&walk, bytes, etag: nil, cancellation)
        archiveEtag = first.etag
        hasRanges = first.hasRanges
        guard first.hasRanges else {
            let stream = try Self.passage(bytes, limit: limit, cancellation)
            entries = stream.walk.entries
            kept = stream.kept
            return
        }
        while !walk.isFinished {
            let end = try Self.step(&walk, bytes, etag: first.etag, cancellation)
            guard end.isRestarted else { continue }
            throw end.etag == first.etag && end.total.map { $0 < walk.position } == true
                ? Self.cutOff(bytes.name) : Self.changed(bytes.name)
        }
        entries = walk.entries
        kept = [:]
    }

    func manifest(cancellation: Cancellation?) throws(SourceError) -> SourceManifest {
        guard let entry = entry("manifest.json") else {
            throw SourceError(.badManifest, "\(bytes.name) has no manifest.json; make it with marram bundle create")
        }
        let manifest = try small(entry, FolderSource.manifestLimit, cancellation)
        let signature = try self.entry("manifest.sig").map { entry throws(SourceError) in
            try small(entry, FolderSource.signatureLimit, cancellation)
        }
        return SourceManifest(manifest: manifest, signature: signature)
    }

    func fetch(
        _ file: Manifest.File,
        from offset: Int64,
        etag: String?,
        cancellation: Cancellation?,
        receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) -> FetchEnd {
        guard let entry = entry(file.path), entry.size == file.size else {
            let found = entry(file.path).map { "of \($0.size) bytes" } ?? "missing"
            throw SourceError(
                .digestMismatch,
                "\(bytes.name): \(file.path) is \(found), the manifest says \(file.size); publish the archive again"
            )
        }
        if let etag, offset > 0, etag != archiveEtag { return FetchEnd(etag: archiveEtag, isRestarted: true) }
        if offset < entry.size { try stream(entry, from: offset, cancellation, receive) }
        return FetchEnd(etag: archiveEtag)
    }

    func etag(of file: Manifest.File, cancellation: Cancellation?) throws(SourceError) -> String? { archiveEtag }

    private func entry(_ name: String) -> ArchiveWalk.Entry? { entries.first { $0.name == name } }

    private func small(
        _ entry: ArchiveWalk.Entry,
        _ limit: Int,
        _ cancellation: Cancellation?
    ) throws(SourceError) -> [UInt8] {
        guard entry.size <= limit else {
            throw SourceError(.tooLarge, "\(bytes.name): \(entry.name) has \(entry.size) bytes; \(limit) at most")
        }
        var found: [UInt8] = []
        guard entry.size > 0 else { return found }
        try stream(entry, from: 0, cancellation) { piece throws(SourceError) in
            unsafe piece.withUnsafeBytes { unsafe found.append(contentsOf: $0) }
        }
        return found
    }

    /// Gives the rest of an entry from an offset on, which is before its end.
    private func stream(
        _ entry: ArchiveWalk.Entry,
        from offset: Int64,
        _ cancellation: Cancellation?,
        _ receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) {
        if let content = kept[entry.name] {
            return unsafe try receive(content.span.extracting(Int(offset)...).bytes)
        }
        let start = entry.offset + offset
        var range = ByteRange(offset: start, length: entry.size - offset, etag: archiveEtag)
        var skipped = hasRanges ? 0 : start
        if !hasRanges { range = ByteRange(length: entry.offset + entry.size) }
        let end = try bytes.stream(range, cancellation: cancellation) { piece throws(SourceError) in
            let passed = min(skipped, Int64(piece.byteCount))
            skipped -= passed
            guard passed < piece.byteCount else { return }
            try receive(piece.extracting(Int(passed)...))
        }
        if end.isRestarted { throw Self.changed(bytes.name) }
    }

    private static func step(
        _ walk: inout ArchiveWalk,
        _ bytes: any ByteSource,
        etag: String?,
        _ cancellation: Cancellation?
    ) throws(SourceError) -> StreamEnd {
        var block: [UInt8] = []
        let range = ByteRange(offset: walk.position, length: Int64(ArchiveWalk.blockSize), etag: etag)
        let end = try bytes.stream(range, cancellation: cancellation) { piece throws(SourceError) in
            unsafe piece.withUnsafeBytes { unsafe block.append(contentsOf: $0) }
        }
        if end.isRestarted { return end }
        do {
            try walk.take(block)
        } catch {
            throw SourceError(error)
        }
        return end
    }

    private static func passage(
        _ bytes: any ByteSource,
        limit: Int64,
        _ cancellation: Cancellation?
    ) throws(SourceError) -> ArchiveStream {
        var stream = ArchiveStream(name: bytes.name, limit: limit)
        do {
            _ = try bytes.stream(ByteRange(), cancellation: cancellation) { piece throws(SourceError) in
                guard try Self.take(piece, &stream) else {
                    // What follows the end of an archive may never end.
                    throw SourceError(.cancelled, "\(bytes.name) was read to its end")
                }
            }
        } catch {
            guard stream.walk.isFinished else { throw error }
        }
        do {
            try stream.end()
        } catch {
            throw SourceError(error)
        }
        return stream
    }

    private static func take(_ piece: RawSpan, _ stream: inout ArchiveStream) throws(SourceError) -> Bool {
        do {
            return try stream.take(piece)
        } catch {
            throw SourceError(error)
        }
    }

    private static func cutOff(_ name: String) -> SourceError {
        SourceError(.downloadFailed, "\(name) is cut off; publish the archive again")
    }

    private static func changed(_ name: String) -> SourceError {
        SourceError(
            .downloadFailed,
            "\(name) was changed while it was read; give each archive a name of its own, and send the command again"
        )
    }
}
