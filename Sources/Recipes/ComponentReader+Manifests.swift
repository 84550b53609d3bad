extension ComponentReader {
    private static let parts = ["Platform", "Lifecycle", "Artifacts"]

    /// Reads `Manifests`, or the one manifest that the component itself stands for.
    mutating func manifests(_ fields: ComponentFields, at origin: Origin) -> [RecipeManifest] {
        guard fields.origins["Manifests"] != nil else { return [manifest(fields, name: nil, at: origin)] }
        for key in Self.parts {
            guard let place = fields.origins[key] else { continue }
            note(place, "\(key) of \(handle) stands beside Manifests; expected it in a manifest, or no Manifests")
        }
        var manifests: [RecipeManifest] = []
        for element in list(fields["Manifests"], key: "Manifests", of: "manifests") {
            let inner = self.fields(element, keys: ["Name"] + Self.parts, name: "a manifest")
            guard inner.isWritten else { continue }
            let name = text(inner["Name"], key: "Name of a manifest", for: .recipe)?.text
            manifests.append(manifest(inner, name: name, at: element.origin))
        }
        if let place = fields.origins["Manifests"], fields["Manifests"].map({ $0.content == .sequence([]) }) ?? true {
            note(place, "Manifests of \(handle) is empty; expected at least one manifest")
        }
        return manifests
    }

    private mutating func manifest(_ fields: ComponentFields, name: String?, at origin: Origin) -> RecipeManifest {
        RecipeManifest(
            name: name,
            platform: platform(fields["Platform"], at: origin),
            lifecycle: lifecycle(fields["Lifecycle"], at: origin),
            artifacts: artifacts(fields["Artifacts"]),
            origin: origin
        )
    }

    private mutating func platform(_ node: ConfigurationNode?, at origin: Origin) -> [RecipeManifest.Trait] {
        var traits: [RecipeManifest.Trait] = []
        if node == nil { traits.append(.init(key: "os", value: LocatedText("linux", at: origin))) }
        if let node, node.mapping == nil {
            note(node.origin, "Platform of \(handle) is \(node.found); expected a mapping such as {os: linux}")
        }
        for entry in node?.mapping?.entries ?? [] {
            let known = ["os", "architecture", "architecture.detail", "runtime"].first { $0 == entry.key.lowercased() }
            let key = known ?? entry.key
            if let first = traits.first(where: { $0.key == key }) {
                note(entry.origin, "\(key) of Platform is written twice, here and at \(first.value.origin); keep one")
                continue
            }
            let expected = "a word that begins with a letter or digit, '*', or a regular expression between slashes"
            if entry.value.isNull {
                note(entry.value.origin, "\(key) of the platform of \(handle) is null; expected \(expected)")
            }
            let value = word(entry.value, key: "\(key) of the platform", for: .recipe, expected: expected) {
                Self.isTrait($0)
            }
            if let value { traits.append(.init(key: key, value: LocatedText(value, at: entry.value.origin))) }
        }
        if !traits.contains(where: { $0.key == "runtime" }) {
            traits.append(.init(key: "runtime", value: LocatedText("*", at: node?.origin ?? origin)))
        }
        return traits
    }

    private static func isTrait(_ text: String) -> Bool {
        guard let first = text.first else { return false }
        return text == "*" || first.isASCII && (first.isLetter || first.isNumber)
            || text.count > 2 && first == "/" && text.last == "/"
    }
}
