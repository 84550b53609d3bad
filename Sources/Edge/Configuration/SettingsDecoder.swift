import Recipes

/// Reads keys out of the merged tree and notes what is wrong with them and where every value came from.
struct SettingsDecoder {
    let tree: ConfigurationNode
    let sources: ConfigurationSources
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var warnings: [ConfigurationProblem] = []
    private(set) var effective: [RuntimeKey: EffectiveValue] = [:]
    private(set) var shownModels: [(name: EffectiveValue, path: EffectiveValue)] = []
    private(set) var shownBindings: [ShownLine] = []

    init(_ tree: ConfigurationNode, sources: ConfigurationSources) {
        self.tree = tree
        self.sources = sources
    }

    /// Returns a value with its place; nil when the key is absent, null or wrong.
    mutating func located<Value>(_ key: RuntimeKey, _ rule: ValueRule<Value>) -> (value: Value, origin: Origin)? {
        guard let node = tree.value(at: key.path), !node.isNull else { return nil }
        guard case .scalar(let scalar) = node.content, let value = rule.read(scalar.text) else {
            note(node.origin, "\(key.rawValue) is \(node.found); expected \(rule.expectation)")
            return nil
        }
        show(key, rule.write(value), node.origin.line, isSecret: scalar.isSecret)
        return (value, node.origin)
    }

    /// Returns a value; `fallback` when the key is absent or null.
    mutating func value<Value>(_ key: RuntimeKey, _ rule: ValueRule<Value>, default fallback: Value) -> Value {
        if let found = located(key, rule) { return found.value }
        show(key, rule.write(fallback), EffectiveValue.byDefault)
        return fallback
    }

    /// Returns a value; nil when the key is absent or null.
    mutating func optional<Value>(_ key: RuntimeKey, _ rule: ValueRule<Value>) -> Value? {
        if let found = located(key, rule) { return found.value }
        show(key, "null", EffectiveValue.byDefault)
        return nil
    }

    /// Notes what a key came out as, for printing; `text` is YAML.
    mutating func show(_ key: RuntimeKey, _ text: String, _ source: String, isSecret: Bool = false) {
        effective[key] = EffectiveValue(text: isSecret ? EffectiveValue.masked : text, source: source)
    }

    /// Notes what a model came out as, for printing.
    mutating func show(modelName name: EffectiveValue, path: EffectiveValue) {
        shownModels.append((name, path))
    }

    /// Takes over what was noted of an element of a list, and what it came out as.
    mutating func adopt(_ binding: MappingDecoder) {
        problems += binding.problems
        warnings += binding.warnings
        shownBindings += binding.lines.asElement()
    }

    mutating func note(_ origin: Origin, _ message: String) {
        problems.append(ConfigurationProblem(origin, message))
    }

    mutating func warn(_ origin: Origin, _ message: String) {
        warnings.append(ConfigurationProblem(origin, message))
    }

    /// Where a key stands, for messages about how it goes together with others.
    func origin(_ path: String) -> Origin {
        tree.value(at: path.split(separator: ".").map(String.init))?.origin ?? .source(path)
    }
}
