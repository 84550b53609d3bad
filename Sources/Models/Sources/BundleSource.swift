public import Transfer

/// Where the files of one bundle come from: a folder of objects or an archive, over whatever carries them.
public protocol BundleSource: Sendable {
    /// Fetches `manifest.json` (1 MiB at most) and `manifest.sig` (64 KiB at most; nil where there is none).
    ///
    /// Both are as they came: nothing of them is checked.
    func manifest(cancellation: Cancellation?) throws(SourceError) -> SourceManifest

    /// Gives the bytes of a file from `offset` on, piece by piece, never beyond its size.
    ///
    /// - Parameters:
    ///   - file: a file of this source's manifest.
    ///   - offset: 0 up to the file's size.
    ///   - etag: what the file had when its beginning was fetched; nil: not known.
    ///   - cancellation: ends it with `cancelled`.
    ///   - receive: takes the pieces in order; what it throws ends the fetch and is thrown on.
    /// - Returns: how it ended. With `isRestarted` nothing was given: the beginning does not fit the rest any more.
    /// - Throws: why they did not come, or what `receive` threw.
    func fetch(
        _ file: Manifest.File,
        from offset: Int64,
        etag: String?,
        cancellation: Cancellation?,
        receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) -> FetchEnd

    /// What a fetch of the file would carry as its etag now, where that costs next to nothing to know; nil: not known.
    func etag(of file: Manifest.File, cancellation: Cancellation?) throws(SourceError) -> String?
}

/// The two files that a bundle begins with.
public struct SourceManifest: Sendable, Equatable {
    /// The bytes of `manifest.json`.
    public let manifest: [UInt8]
    /// The bytes of `manifest.sig`; nil: there is none.
    public let signature: [UInt8]?

    /// Makes one from its parts.
    public init(manifest: [UInt8], signature: [UInt8]?) {
        self.manifest = manifest
        self.signature = signature
    }
}

/// How a fetch ended.
public struct FetchEnd: Sendable, Equatable {
    /// What tells this state of the file from later ones; nil: the source does not say.
    public let etag: String?
    /// True when the file is another one than before: fetch it from its start.
    public let isRestarted: Bool

    /// Makes one from its parts.
    public init(etag: String?, isRestarted: Bool = false) {
        self.etag = etag
        self.isRestarted = isRestarted
    }
}
