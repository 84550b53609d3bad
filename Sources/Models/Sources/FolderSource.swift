import Transfer

/// A bundle whose files lie side by side.
struct FolderSource: BundleSource {
    let manifest: SourcePlace
    let rules: SourceRules
    /// Opens a place.
    let open: @Sendable (SourcePlace) throws(SourceError) -> any ByteSource

    static let manifestLimit = 1 << 20
    static let signatureLimit = 64 << 10

    func manifest(cancellation: Cancellation?) throws(SourceError) -> SourceManifest {
        let bytes = try open(manifest).bytes(limit: Self.manifestLimit, cancellation: cancellation).bytes
        return SourceManifest(manifest: bytes, signature: try signature(cancellation))
    }

    private func signature(_ cancellation: Cancellation?) throws(SourceError) -> [UInt8]? {
        do {
            let place = manifest.sibling("manifest.sig")
            return try open(place).bytes(limit: Self.signatureLimit, cancellation: cancellation).bytes
        } catch {
            guard error.kind == .missing else { throw error }
            return nil
        }
    }

    func fetch(
        _ file: Manifest.File,
        from offset: Int64,
        etag: String?,
        cancellation: Cancellation?,
        receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) -> FetchEnd {
        guard offset < file.size else { return FetchEnd(etag: etag) }
        let source = try source(of: file)
        let range = ByteRange(offset: offset, length: file.size - offset, etag: etag)
        let end = try source.stream(range, cancellation: cancellation, receive: receive)
        if !end.isRestarted { try check(end, file, source.name) }
        return FetchEnd(etag: end.etag, isRestarted: end.isRestarted)
    }

    func etag(of file: Manifest.File, cancellation: Cancellation?) throws(SourceError) -> String? {
        guard file.size > 0 else { return nil }
        let source = try source(of: file)
        let end = try source.stream(ByteRange(length: 1), cancellation: cancellation) { _ in }
        try check(end, file, source.name)
        return end.etag
    }

    /// A file of another length is another file: it will not become the right one.
    private func check(_ end: StreamEnd, _ file: Manifest.File, _ name: String) throws(SourceError) {
        guard let total = end.total, total != file.size else { return }
        throw SourceError(
            .digestMismatch,
            "\(name) has \(total) bytes, the manifest says \(file.size); publish the bundle again"
        )
    }

    private func source(of file: Manifest.File) throws(SourceError) -> any ByteSource {
        let place: SourcePlace
        do {
            place = try manifest.place(of: file, rules: rules)
        } catch {
            throw SourceError(error)
        }
        return try open(place)
    }
}
