import Cryptography
import FoundationEssentials

/// Which bundle a path of the configuration was, when it was taken into the store.
private struct ConfiguredNotes: Codable {
    var v = 1
    var path: String
    var stamp: String
    var id: String
}

extension ModelStore {
    /// The bundle that a path of the configuration became, while none of its files has changed; nil otherwise.
    ///
    /// No file is read; whether the bundle is still in the store, `has` tells.
    public func knownID(of configured: ConfiguredModel, model: String) -> BundleID? {
        guard let bytes = try? AtomicFile.read(notesPath(model), limit: 1 << 16),
            let notes = try? JSONDecoder().decode(ConfiguredNotes.self, from: Data(bytes)), notes.v == 1,
            notes.path == configured.path, notes.stamp == configured.stamp
        else { return nil }
        return BundleID(notes.id)
    }

    /// Notes which bundle a path of the configuration became, as it was when `configured` was made.
    ///
    /// - Throws: `no_space`, `read_only`.
    public func remember(_ id: BundleID, of configured: ConfiguredModel, model: String) throws(UpdateError) {
        let notes = ConfiguredNotes(path: configured.path, stamp: configured.stamp, id: id.description)
        let bytes: Data
        do {
            bytes = try JSONEncoder().encode(notes)
        } catch {
            throw UpdateError(.internal, "the notes of \(model) cannot be written: \(error)")
        }
        try Directory(root(of: model)).create()
        try AtomicFile.write(Array(bytes), to: notesPath(model))
    }

    /// Copies files that have no manifest into a staging, and makes one: without a signature, and the same for the same
    /// files.
    ///
    /// The version is the one that the ONNX file says, else `1`.
    ///
    /// - Parameters:
    ///   - configured: one of kind `bare`.
    ///   - staging: is emptied first; whose model's name the bundle gets.
    /// - Returns: The bundle as it is in the staging, read back.
    /// - Throws: what is wrong with the files; `no_space`, `read_only`. The staging is removed then.
    public func stage(_ configured: ConfiguredModel, into staging: Staging) throws(UpdateError) -> VerifiedBundle {
        do throws(UpdateError) {
            guard configured.kind == .bare else {
                throw UpdateError(.internal, "\(configured.path) is a bundle with a manifest of its own")
            }
            return try copied(configured, into: staging)
        } catch {
            if error.code == .noSpace { faults.pass("C16") }
            try? staging.remove()
            throw error
        }
    }

    private func copied(_ configured: ConfiguredModel, into staging: Staging) throws(UpdateError) -> VerifiedBundle {
        try staging.empty()
        var files: [Manifest.File] = []
        for file in configured.files {
            let target = staging.path(of: file.name)
            try copy(file.path, to: target)
            let found = try BundleFile(target).digests()
            files.append(Manifest.File(path: file.name, size: found.size, sha256: found.whole.bytes))
        }
        let version = try OnnxVersion.read(staging.path(of: BundlePath.model))
        var manifest = Manifest(name: staging.model, version: version.map(String.init) ?? "1", files: files)
        manifest.provenance = ["source": "configuration"]
        try staging.write(manifest.json(), to: staging.path(of: BundlePath.manifest))
        return try BundleFolder.verify(folder: staging.path, trust: nil)
    }

    private func copy(_ path: String, to target: String) throws(UpdateError) {
        let source = try OpenFile(path, for: .reading)
        let copy = try OpenFile(target, for: .creating)
        try copy.copy(try source.size(), of: source)
    }

    private func notesPath(_ model: String) -> String { root(of: model) + "/configured.json" }
}
