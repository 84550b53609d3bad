import Cryptography

/// A bundle's files in a folder, not yet trusted.
public struct BundleFolder: Sendable {
    /// Where it is.
    public let path: String
    /// The bytes of `manifest.json`.
    public let manifestBytes: [UInt8]
    /// The bytes of `manifest.sig`; nil: there is none.
    public let signatureBytes: [UInt8]?
    /// What names the bundle.
    public let id: BundleID
    /// What the manifest says.
    public let manifest: Manifest

    /// Reads the manifest and the signatures of a folder; nothing else is looked at.
    ///
    /// - Throws: `badManifest`, `badPath` for a link, `badSignature` for signatures too large.
    public init(_ path: String) throws(UpdateError) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let names = try FolderListing.names(path)
        guard names.contains(BundlePath.manifest) else {
            throw UpdateError(
                .badManifest,
                "\(path) has no \(BundlePath.manifest); make one with 'marram bundle create \(path) --version …'"
            )
        }
        do throws(UpdateError) {
            manifestBytes = try BundleFile("\(path)/\(BundlePath.manifest)").contents(limit: Manifest.mostBytes)
        } catch  where error.code == .tooLarge {
            throw UpdateError(.badManifest, error.message)
        }
        do throws(UpdateError) {
            signatureBytes =
                names.contains(BundlePath.signature)
                ? try BundleFile("\(path)/\(BundlePath.signature)").contents(limit: Manifest.mostSignatureBytes) : nil
        } catch  where error.code == .tooLarge {
            throw UpdateError(.badSignature, error.message)
        }
        id = BundleID(SHA256Digest(of: manifestBytes))
        manifest = try Manifest(json: manifestBytes)
        self.path = path
    }

    /// Reads every file back from the disk and checks it against the manifest.
    ///
    /// - Parameters:
    ///   - folder: Where the bundle is.
    ///   - trust: The keys of which one must have signed; nil: signatures are not looked at.
    ///   - allowsUnsigned: Whether a bundle may be without a signature of these keys; one that is a listed key's must hold.
    ///   - allowsOthers: Whether the folder may hold files that are not the bundle's.
    /// - Returns: The bundle.
    /// - Throws: `badManifest`, `badSignature`, `unknownKey`, `badPath` for links and for files beyond the manifest's,
    ///   `digestMismatch` for one that is missing or another, `probeFailed` where `model.onnx` is no ONNX model, `requires`
    ///   where that needs operators of a library of its own.
    public static func verify(
        folder: String,
        trust: TrustFile?,
        allowsUnsigned: Bool = false,
        allowsOthers: Bool = false
    ) throws(UpdateError) -> VerifiedBundle {
        try BundleFolder(folder).verify(trust: trust, allowsUnsigned: allowsUnsigned, allowsOthers: allowsOthers)
    }

    /// Reads every file back from the disk and checks it; see ``verify(folder:trust:allowsUnsigned:allowsOthers:)``.
    public func verify(
        trust: TrustFile?,
        allowsUnsigned: Bool = false,
        allowsOthers: Bool = false
    ) throws(UpdateError) -> VerifiedBundle {
        try verify(trust: trust, allowsUnsigned: allowsUnsigned, allowsOthers: allowsOthers, readBack: [:])
    }

    // Files that were read back a moment ago come with their digests; where that is not the manifest's, the file is read once
    // more, and what is wrong is told.
    func verify(
        trust: TrustFile?,
        allowsUnsigned: Bool,
        allowsOthers: Bool = false,
        readBack: [String: SHA256Digest]
    ) throws(UpdateError) -> VerifiedBundle {
        let keyID = try trust?.keyID(manifest: manifestBytes, signature: signatureBytes, allowsUnsigned: allowsUnsigned)
        let others = try others()
        guard allowsOthers || others.isEmpty else {
            throw UpdateError(
                .badPath,
                "\(path) holds \(others.prefix(8).joined(separator: ", ")), which the manifest does not name; make the bundle "
                    + "again, or take them out"
            )
        }
        var inspection: OnnxInspection?
        for file in manifest.files {
            let opened = try BundleFile("\(path)/\(file.path)")
            try Self.check(opened, file, readBack[file.path])
            if file.path == BundlePath.model { inspection = try OnnxInspection(opened) }
        }
        // The manifest was read with a model in it.
        guard let inspection else { throw UpdateError(.badManifest, "\(path) has no \(BundlePath.model)") }
        try inspection.check(manifest)
        return VerifiedBundle(folder: path, id: id, manifest: manifest, keyID: keyID, inspection: inspection)
    }

    /// The names in the folder that are not the bundle's, sorted.
    public func others() throws(UpdateError) -> [String] {
        let own = Set(manifest.files.map(\.path) + [BundlePath.manifest, BundlePath.signature])
        return try FolderListing.names(path).filter { !own.contains($0) }
    }

    private static func check(
        _ opened: borrowing BundleFile,
        _ file: Manifest.File,
        _ readBack: SHA256Digest?
    ) throws(UpdateError) {
        guard opened.size == file.size else {
            throw UpdateError(
                .digestMismatch,
                "\(opened.path) has \(opened.size) bytes, the manifest says \(file.size); copy or publish the bundle again"
            )
        }
        if readBack?.bytes == file.sha256 { return }
        let found = try opened.digests(limit: file.size).whole
        guard found.bytes == file.sha256 else {
            let expected = SHA256Digest(bytes: file.sha256)?.hexadecimal ?? ""
            throw UpdateError(
                .digestMismatch,
                "\(opened.path) has the SHA-256 \(found), the manifest says \(expected); copy or publish the bundle again"
            )
        }
    }
}

extension TrustFile {
    /// The key that signed; nil where none did and none must.
    ///
    /// - Throws: `badSignature`, `unknownKey`.
    public func keyID(
        manifest: [UInt8],
        signature: [UInt8]?,
        allowsUnsigned: Bool
    ) throws(UpdateError) -> String? {
        if allowsUnsigned, signature == nil { return nil }
        do throws(UpdateError) {
            return try verify(manifest: manifest, signature: signature)
        } catch  where allowsUnsigned && error.code == .unknownKey {
            // Whoever may send unsigned bundles may as well sign by any key.
            return nil
        }
    }
}
