import Cryptography

/// Makes bundles: digests of files, and the manifest beside them.
public enum BundleMaker {
    /// Bytes of a chunk: 4 MiB.
    public static let chunk: Int64 = 4 << 20

    /// Describes a file of a folder.
    ///
    /// - Throws: `badPath` for a name or a kind that bundles do not take, or why it cannot be read.
    public static func file(_ name: String, in folder: String) throws(UpdateError) -> Manifest.File {
        try check(name)
        let opened = try BundleFile("\(folder)/\(name)")
        let found = try opened.digests(chunk: opened.size > chunk ? chunk : nil)
        return file(name, found.size, found.whole, found.chunks)
    }

    /// Describes a file that is not written yet.
    ///
    /// - Throws: `badPath` for a name that bundles do not take.
    public static func file(_ name: String, _ bytes: [UInt8]) throws(UpdateError) -> Manifest.File {
        try check(name)
        let size = Int64(bytes.count)
        guard size > chunk else { return file(name, size, SHA256Digest(of: bytes), []) }
        let chunks = stride(from: 0, to: bytes.count, by: Int(chunk)).map {
            SHA256Digest(of: Array(bytes[$0..<min($0 + Int(chunk), bytes.count)]))
        }
        return file(name, size, SHA256Digest(of: bytes), chunks)
    }

    private static func check(_ name: String) throws(UpdateError) {
        guard BundlePath.isValid(name) else {
            throw UpdateError(
                .badPath,
                "'\(name)' cannot be a file of a bundle; expected 1 to \(BundlePath.longest) letters, digits, '.', '_' and "
                    + "'-', no dot first: rename it or leave it out"
            )
        }
    }

    private static func file(
        _ name: String,
        _ size: Int64,
        _ whole: SHA256Digest,
        _ chunks: [SHA256Digest]
    ) -> Manifest.File {
        // A file of one chunk needs no list: it is its own.
        guard size > chunk else { return Manifest.File(path: name, size: size, sha256: whole.bytes) }
        return Manifest.File(path: name, size: size, sha256: whole.bytes, chunk: chunk, chunks: chunks.map(\.bytes))
    }

    /// The files of a folder that can be a bundle's: all but hidden ones, the manifest and its signatures; the model first.
    ///
    /// - Parameters:
    ///   - folder: Where they are.
    ///   - excluded: Names to leave out.
    /// - Returns: What the manifest says of each.
    /// - Throws: `badPath` for a name or a kind that bundles do not take, or where there is no `model.onnx`.
    public static func files(in folder: String, excluding excluded: Set<String> = []) throws(UpdateError) -> [Manifest
        .File]
    {
        let names = try FolderListing.names(folder).filter { name in
            !name.hasPrefix(".") && name != BundlePath.manifest && name != BundlePath.signature
                && !excluded.contains(name)
        }
        guard names.contains(BundlePath.model) else {
            throw UpdateError(
                .badPath,
                "\(folder) has no \(BundlePath.model), which every bundle has; put the model there"
            )
        }
        var files = [try file(BundlePath.model, in: folder)]
        for name in names where name != BundlePath.model { files.append(try file(name, in: folder)) }
        return files
    }

    /// Checks what a reader of the manifest would check, and returns its bytes.
    ///
    /// - Throws: `badManifest` or `badPath` with what is wrong.
    public static func bytes(of manifest: Manifest) throws(UpdateError) -> [UInt8] {
        let bytes = manifest.json()
        _ = try Manifest(json: bytes)
        return bytes
    }
}
