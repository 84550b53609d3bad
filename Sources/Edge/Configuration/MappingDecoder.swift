import Recipes

/// One mapping in a list of the configuration: its keys are read here, what is wrong is noted, what they came to is shown.
struct MappingDecoder {
    /// How messages name it: `bindings[0].source`.
    let label: String
    /// Where it stands.
    let origin: Origin
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var warnings: [ConfigurationProblem] = []
    private(set) var lines: [ShownLine] = []
    private let mapping: ConfigurationMapping

    /// Reads a node; keys that are not among `keys` are noted.
    ///
    /// What is no mapping is noted, and read as an empty one.
    init(_ node: ConfigurationNode, _ label: String, keys: [String]) {
        self.label = label
        origin = node.origin
        mapping = node.mapping ?? ConfigurationMapping()
        guard node.mapping != nil else {
            note(node.origin, "\(label) is \(node.found); expected a mapping with \(keys.joined(separator: ", "))")
            return
        }
        for entry in mapping.entries where !keys.contains(entry.key) {
            let key = ConfigurationScalar(entry.key).quoted
            note(entry.origin, "unknown key \(key) of \(label)\(NearestKey.hint(for: entry.key, among: keys))")
        }
    }

    /// The node of a key; nil when it is absent or null.
    func node(_ key: String) -> ConfigurationNode? { mapping[key].flatMap { $0.isNull ? nil : $0 } }

    /// Where a key stands, else the mapping itself.
    func place(of key: String) -> Origin { mapping[key]?.origin ?? origin }

    /// A value; nil, with a problem noted, when it is missing or wrong.
    mutating func required<Value>(_ key: String, _ rule: ValueRule<Value>) -> Value? {
        guard node(key) != nil else {
            note(place(of: key), "\(label).\(key) is missing; expected \(rule.expectation)")
            return nil
        }
        return read(key, rule)
    }

    /// A value; nil when the key is absent or null, or, with a problem noted, wrong.
    mutating func optional<Value>(
        _ key: String,
        _ rule: ValueRule<Value>,
        default shown: String = EffectiveValue.byDefault
    ) -> Value? {
        guard node(key) != nil else {
            show("\(key): null", shown)
            return nil
        }
        return read(key, rule)
    }

    /// A value; `fallback` when the key is absent or null.
    mutating func value<Value>(_ key: String, _ rule: ValueRule<Value>, default fallback: Value) -> Value {
        guard node(key) != nil else {
            show("\(key): \(rule.write(fallback))", EffectiveValue.byDefault)
            return fallback
        }
        return read(key, rule) ?? fallback
    }

    /// A list; nil when the key is absent or null.
    ///
    /// Elements that are wrong are noted and left out.
    mutating func list<Value>(_ key: String, _ rule: ValueRule<Value>) -> [Value]? {
        guard let nodes = sequence(key, of: rule.expectation) else { return nil }
        var values: [Value] = []
        var shown: [String] = []
        for (place, node) in nodes.enumerated() {
            guard case .scalar(let scalar) = node.content, let value = rule.read(scalar.text) else {
                note(node.origin, "\(label).\(key)[\(place)] is \(node.found); expected \(rule.expectation)")
                continue
            }
            values.append(value)
            shown.append(scalar.isSecret ? EffectiveValue.masked : rule.write(value))
        }
        show("\(key): [\(shown.joined(separator: ", "))]", self.place(of: key).line)
        return values
    }

    /// The nodes of a list; nil when the key is absent or null, or, with a problem noted, no list.
    mutating func sequence(_ key: String, of elements: String) -> [ConfigurationNode]? {
        guard let node = node(key) else { return nil }
        guard case .sequence(let nodes) = node.content else {
            note(node.origin, "\(label).\(key) is \(node.found); expected a list, each \(elements)")
            return nil
        }
        return nodes
    }

    /// Reads a mapping within this one; nil when the key is absent or null.
    mutating func section<Value>(
        _ key: String,
        keys: [String],
        _ body: (inout MappingDecoder) -> Value
    ) -> Value? {
        guard let node = node(key) else { return nil }
        var inner = MappingDecoder(node, "\(label).\(key)", keys: keys)
        let value = body(&inner)
        show("\(key):\(inner.lines.isEmpty ? " {}" : "")", inner.lines.isEmpty ? node.origin.line : "")
        adopt(inner, indent: 1)
        return value
    }

    /// Takes over what another one has noted, and what it shows.
    mutating func adopt(_ other: MappingDecoder, indent: Int) {
        problems += other.problems
        warnings += other.warnings
        lines += other.lines.map { $0.indented(by: indent) }
    }

    /// Shows a line of YAML and where its value comes from.
    mutating func show(_ text: String, _ source: String) { lines.append(ShownLine(text: text, source: source)) }

    /// Shows nothing of what was read so far.
    mutating func forgetLines() { lines = [] }

    /// Notes a problem.
    mutating func note(_ origin: Origin, _ message: String) {
        problems.append(ConfigurationProblem(origin, message))
    }

    /// Notes what is allowed but probably not meant.
    mutating func warn(_ origin: Origin, _ message: String) {
        warnings.append(ConfigurationProblem(origin, message))
    }

    private mutating func read<Value>(_ key: String, _ rule: ValueRule<Value>) -> Value? {
        guard let node = mapping[key] else { return nil }
        guard case .scalar(let scalar) = node.content, let value = rule.read(scalar.text) else {
            note(node.origin, "\(label).\(key) is \(node.found); expected \(rule.expectation)")
            return nil
        }
        show("\(key): \(scalar.isSecret ? EffectiveValue.masked : rule.write(value))", node.origin.line)
        return value
    }
}
