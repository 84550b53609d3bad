extension ComponentReader {
    private enum Registry: String, CaseIterable {
        case sagemaker, mlflow, folder
    }

    mutating func model(_ node: ConfigurationNode?, at origin: Origin?) -> ModelRule? {
        guard let node else {
            if let origin { note(origin, "model of \(handle) is null; expected a mapping with source") }
            return nil
        }
        let keys = ["source", "group", "uri", "file", "name", "sagemaker-managed"]
        let fields = fields(node, keys: keys, name: "model")
        guard fields.isWritten else { return nil }
        let registry = registry(fields, at: node.origin)
        let group = word(
            fields["group"],
            key: "group",
            for: .release,
            expected: "a model package group's name or ARN, at most 170 characters"
        ) { (1...170).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && !$0.isWhitespace } }
        let uri = word(fields["uri"], key: "uri", for: .release, expected: "a reference such as models:/press@champion")
        {
            ($0.hasPrefix("models:/") || $0.hasPrefix("runs:/")) && !$0.hasSuffix("/")
        }
        let name = text(fields["name"], key: "name of the model", for: .release)?.text
        let file = path(fields["file"], key: "file")
        check(fields, registry, at: node.origin)
        let source: ModelRule.Source? =
            switch registry {
            case .sagemaker: .sagemaker(group: group)
            case .mlflow: .mlflow(uri: uri ?? "")
            case .folder: .folder
            case nil: nil
            }
        return source.map { ModelRule(source: $0, name: name, file: file, origin: origin ?? node.origin) }
    }

    private mutating func registry(_ fields: ComponentFields, at origin: Origin) -> Registry? {
        let registry: Registry? = choice(fields["source"], key: "source", for: .release)
        if let node = fields["sagemaker-managed"], let isManaged = boolean(node, key: "sagemaker-managed") {
            guard let registry else { return isManaged ? .sagemaker : .folder }
            if isManaged != (registry == .sagemaker) {
                note(
                    node.origin,
                    "sagemaker-managed of \(handle) is \(isManaged) while source is \(registry.rawValue); keep source alone"
                )
            }
        } else if fields["source"] == nil, fields["sagemaker-managed"] == nil {
            note(origin, "source of the model of \(handle) is missing; expected one of: sagemaker, mlflow, folder")
        }
        return registry
    }

    private mutating func check(_ fields: ComponentFields, _ registry: Registry?, at origin: Origin) {
        guard let registry else { return }
        if registry == .mlflow, fields["uri"] == nil {
            note(
                origin,
                "uri of the model of \(handle) is missing; expected a reference such as models:/press@champion"
            )
        }
        for (key, owner) in [("group", Registry.sagemaker), ("uri", .mlflow)] where registry != owner {
            guard let node = fields[key] else { continue }
            note(node.origin, "\(key) of \(handle) goes with source: \(owner.rawValue); leave it out, or change source")
        }
    }

    /// Reads a boolean, which may be in quotes.
    mutating func boolean(_ node: ConfigurationNode?, key: String, for use: Use = .release) -> Bool? {
        let word = word(node, key: key, for: use, expected: "true or false") {
            ["true", "false"].contains($0.lowercased())
        }
        return word.map { $0.lowercased() == "true" }
    }
}
