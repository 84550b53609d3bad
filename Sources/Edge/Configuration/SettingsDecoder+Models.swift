import Recipes

extension SettingsDecoder {
    private static let modelKeys = ["name", "path"]

    /// `/v2/models/stats` is not a model.
    private static let reservedName = "stats"

    mutating func models() -> [Settings.ModelReference] {
        let key = RuntimeKey.models
        guard let list = tree.value(at: key.path), !list.isNull else {
            show(key, "[]", EffectiveValue.byDefault)
            return []
        }
        guard case .sequence(let nodes) = list.content else {
            note(list.origin, "models is \(list.found); expected a list of mappings with name and path")
            return []
        }
        show(key, "[]", list.origin.line)
        var models: [Settings.ModelReference] = []
        var places: [Name: Origin] = [:]
        for (index, node) in nodes.enumerated() {
            guard let (model, shown, nameOrigin) = model(node, "models[\(index)]") else { continue }
            if let first = places[model.name] {
                note(
                    nameOrigin,
                    "model \(shown) is named twice, here and at \(first); give each a name of its own"
                )
            }
            places[model.name] = places[model.name] ?? nameOrigin
            models.append(model)
        }
        return models
    }

    private mutating func model(_ node: ConfigurationNode, _ label: String) -> (
        Settings.ModelReference, shown: String, Origin
    )? {
        guard let mapping = node.mapping else {
            note(node.origin, "\(label) is \(node.found); expected a mapping with name and path")
            return nil
        }
        for entry in mapping.entries where !Self.modelKeys.contains(entry.key) {
            let key = ConfigurationScalar(entry.key).quoted
            note(
                entry.origin,
                "unknown key \(key) of \(label)\(NearestKey.hint(for: entry.key, among: Self.modelKeys))"
            )
        }
        let name = member("name", .name, of: mapping, at: node.origin, label)
        let path = member("path", .path, of: mapping, at: node.origin, label)
        guard let name, let path else { return nil }
        if name.value.description == Self.reservedName {
            note(
                name.origin,
                "\(label).name is \(name.scalar.quoted), under which the API tells the statistics of all models; "
                    + "give the model another name"
            )
        }
        let absolute = absolute(path.value, at: path.origin)
        let model = Settings.ModelReference(name: name.value, path: absolute, origin: path.origin)
        show(
            modelName: EffectiveValue(ValueRule.name.write(name.value), of: name.scalar, at: name.origin),
            path: EffectiveValue(
                YAMLText(absolute).description,
                of: ConfigurationScalar(absolute, variables: path.scalar.variables),
                at: path.origin
            )
        )
        return (model, name.scalar.quoted, name.origin)
    }

    private mutating func member<Value>(
        _ key: String,
        _ rule: ValueRule<Value>,
        of mapping: ConfigurationMapping,
        at origin: Origin,
        _ label: String
    ) -> (value: Value, scalar: ConfigurationScalar, origin: Origin)? {
        guard let node = mapping[key], !node.isNull else {
            note(mapping[key]?.origin ?? origin, "\(label).\(key) is missing; expected \(rule.expectation)")
            return nil
        }
        guard case .scalar(let scalar) = node.content, let value = rule.read(scalar.text) else {
            note(node.origin, "\(label).\(key) is \(node.found); expected \(rule.expectation)")
            return nil
        }
        return (value, scalar, node.origin)
    }
}
