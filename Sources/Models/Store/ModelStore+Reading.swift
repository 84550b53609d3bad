import Cryptography

extension ModelStore {
    /// Reads a bundle of the store back from the disk, every digest of it.
    ///
    /// - Parameters:
    ///   - id: the bundle.
    ///   - model: whose it is.
    ///   - trust: whose signature is looked for; nil: none is.
    ///   - allowsUnsigned: true: it may be without.
    /// - Returns: The bundle.
    /// - Throws: `digest_mismatch` and the other codes of a damaged, missing or untrusted bundle; `internal` where it cannot be
    ///   read now.
    public func verify(_ id: BundleID, model: String, trust: TrustFile?, allowsUnsigned: Bool = false)
        throws(UpdateError) -> VerifiedBundle
    {
        let folder = folder(id, model: model)
        guard Directory(folder).exists else {
            throw UpdateError(.digestMismatch, "bundle \(id) of \(model) is not in the store; install it again")
        }
        let bundle = try BundleFolder.verify(folder: folder, trust: trust, allowsUnsigned: allowsUnsigned)
        guard bundle.id == id else {
            throw UpdateError(.digestMismatch, "\(folder) holds bundle \(bundle.id), expected \(id); install it again")
        }
        return bundle
    }

    /// The manifest of a bundle of the store; neither its signature nor its files are looked at.
    ///
    /// - Throws: what is wrong with the manifest or its signature; `internal` where it is not there.
    public func manifest(_ id: BundleID, model: String) throws(UpdateError) -> Manifest {
        let folder = folder(id, model: model)
        guard let bytes = try AtomicFile.read(folder + "/manifest.json", limit: FolderSource.manifestLimit),
            BundleID(SHA256Digest(of: bytes)) == id
        else { throw UpdateError(.internal, "bundle \(id) of \(model) is not in the store; install it again") }
        return try Manifest(json: bytes)
    }

    /// The bundles of a model in the store, the one that entered last first; what cannot be read is left out.
    ///
    /// Their files are not verified.
    public func contents(_ model: String) throws(UpdateError) -> [StoredBundle] {
        var found: [StoredBundle] = []
        let store = store(of: model)
        for name in try store.names() where !name.hasPrefix(".") {
            let folder = store.path + "/" + name
            guard let id = try? storedID(folder), id.short == name, let manifest = try? self.manifest(id, model: model)
            else { continue }
            found.append(
                StoredBundle(id: id, manifest: manifest, entered: Directory(folder).changed, bytes: manifest.byteCount)
            )
        }
        return found.sorted { ($0.entered, $0.id.description) > ($1.entered, $1.id.description) }
    }
}
