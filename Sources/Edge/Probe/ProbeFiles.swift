import Models

/// Reads a bundle's small files as one reads what is not trusted: plain files alone, and none larger than expected.
struct ProbeFiles {
    /// Bytes that a golden file may have.
    static let largestGolden = 64 << 20
    static let largestManifest = 1 << 20

    let folder: String

    /// The manifest as it lies in the folder.
    func manifest() throws(UpdateError) -> Manifest {
        try Manifest(json: try read("manifest.json", atMost: Self.largestManifest, .badManifest))
    }

    /// A golden file, which must have the size that the manifest says.
    func golden(_ name: String, of manifest: Manifest) throws(UpdateError) -> [UInt8] {
        guard let file = manifest.files.first(where: { $0.path == name }) else {
            throw UpdateError(.badManifest, "a golden test names \(name), which is none of the bundle's files")
        }
        guard file.size <= Self.largestGolden else {
            throw UpdateError(
                .probeFailed,
                "\(name) has \(file.size) bytes; a golden file has at most \(Self.largestGolden)"
            )
        }
        let bytes = try read(name, atMost: Int(file.size), .probeFailed)
        guard bytes.count == Int(file.size) else {
            throw UpdateError(.probeFailed, "\(name) has \(bytes.count) bytes, the manifest says \(file.size)")
        }
        return bytes
    }

    private func read(_ name: String, atMost limit: Int, _ code: UpdateCode) throws(UpdateError) -> [UInt8] {
        do throws(UpdateError) {
            return try BundleFile("\(folder)/\(name)").contents(limit: limit)
        } catch {
            throw UpdateError(code, error.message)
        }
    }
}
