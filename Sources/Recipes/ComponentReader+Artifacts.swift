extension ComponentReader {
    mutating func artifacts(_ node: ConfigurationNode?) -> [RecipeArtifact] {
        var artifacts: [RecipeArtifact] = []
        for element in list(node, key: "Artifacts", of: "artifacts with a URI each") {
            guard let artifact = artifact(element) else { continue }
            if let first = artifacts.first(where: { $0.fileName == artifact.fileName }) {
                note(
                    artifact.origin,
                    "two artifacts of \(handle) have the file name '\(artifact.fileName)', here and at \(first.origin); "
                        + "expected each name once in a manifest"
                )
                continue
            }
            artifacts.append(artifact)
        }
        return artifacts
    }

    private mutating func artifact(_ node: ConfigurationNode) -> RecipeArtifact? {
        let fields = fields(node, keys: ["URI", "Unarchive", "Permission"], name: "an artifact")
        guard fields.isWritten else { return nil }
        let unarchive: RecipeArtifact.Unarchive? = choice(fields["Unarchive"], key: "Unarchive")
        let permission = fields["Permission"].map {
            self.fields($0, keys: ["Read", "Execute"], name: "Permission")
        }
        let read: RecipeArtifact.Permission? = choice(permission?["Read"], key: "Read")
        let execute: RecipeArtifact.Permission? = choice(permission?["Execute"], key: "Execute")
        guard let place = fields["URI"] else {
            if !fields.hasUnknownKeys {
                note(node.origin, "URI of an artifact of \(handle) is missing; expected \(Self.uriRule)")
            }
            return nil
        }
        // The placeholders may have dollars around them, and are no variables.
        let placeholders = Dictionary(uniqueKeysWithValues: RecipeFilling.placeholders.map { ($0, $0) })
        guard let uri = text(place, key: "URI", for: .recipe, and: placeholders) else { return nil }
        guard let fileName = Self.fileName(uri.text) else {
            note(place.origin, "URI of an artifact of \(handle) is \(uri.quoted); expected \(Self.uriRule)")
            return nil
        }
        return RecipeArtifact(
            uri: uri.text,
            fileName: fileName,
            unarchive: unarchive ?? .none,
            read: read ?? .owner,
            execute: execute ?? .none,
            origin: place.origin
        )
    }

    private static let uriRule = "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip, or docker:image"

    /// Returns the file's name; nil for what is no URI of an artifact.
    private static func fileName(_ uri: String) -> String? {
        guard uri.utf8.count <= 2048, !uri.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F })
        else { return nil }
        if uri.hasPrefix("docker:") {
            let image = String(uri.dropFirst(7))
            return image.isEmpty ? nil : image
        }
        guard uri.lowercased().hasPrefix("s3://") else { return nil }
        let parts = uri.dropFirst(5).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, let bucket = parts.first, !bucket.isEmpty, let last = parts.last,
            isFileName(String(last)), !parts.contains(".."), !parts.contains(".")
        else { return nil }
        return String(last)
    }
}
