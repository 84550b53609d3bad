/// Reads a deployment document and collects what is wrong with it.
struct DeploymentReader {
    let variables: [String: String]?
    private(set) var problems: [ConfigurationProblem] = []

    init(variables: [String: String]?) {
        // The placeholders of the target look like variables, and are filled in later.
        self.variables = variables.map { variables in
            let placeholders = DeploymentDocument.targetPlaceholders.map { ($0.replacing("$", with: ""), $0) }
            return GGConfig.completed(variables).merging(placeholders) { given, _ in given }
        }
    }

    mutating func note(_ origin: Origin, _ message: String) {
        problems.append(ConfigurationProblem(origin, message))
    }

    /// Reads an object with fixed keys; null is as good as absent.
    mutating func object(
        _ node: ConfigurationNode,
        _ name: String,
        _ readers: KeyValuePairs<String, (inout Self, ConfigurationNode, String) -> JSONValue?>,
        required: [String] = []
    ) -> JSONValue? {
        guard let mapping = node.mapping else {
            let keys = readers.map(\.key).joined(separator: ", ")
            note(node.origin, "\(name) is \(node.found); expected an object with \(keys)")
            return nil
        }
        var members: [JSONValue.Member] = []
        for entry in mapping.entries {
            guard let reader = readers.first(where: { $0.key == entry.key }) else {
                let key = ConfigurationScalar(entry.key).quoted
                let hint = NearestKey.hint(for: entry.key, among: readers.map(\.key))
                note(entry.origin, "unknown key \(key) of \(name)\(hint)")
                continue
            }
            if entry.value.isNull { continue }
            if let value = reader.value(&self, entry.value, entry.key) { members.append(.init(entry.key, value)) }
        }
        for key in required where mapping[key]?.isNull ?? true {
            note(node.origin, "\(key) of \(name) is missing; add it")
        }
        return .object(members)
    }

    /// Reads an object whose keys are the user's own.
    mutating func map(
        _ node: ConfigurationNode,
        _ name: String,
        of what: String,
        _ reader: (inout Self, ConfigurationMapping.Entry) -> JSONValue?
    ) -> JSONValue? {
        guard let mapping = node.mapping else {
            note(node.origin, "\(name) is \(node.found); expected an object of \(what)")
            return nil
        }
        var members: [JSONValue.Member] = []
        for entry in mapping.entries {
            if let value = reader(&self, entry) { members.append(.init(entry.key, value)) }
        }
        return .object(members)
    }

    /// Reads a text.
    mutating func text(
        _ node: ConfigurationNode,
        _ name: String,
        expected: String,
        _ fits: (String) -> Bool
    ) -> JSONValue? {
        guard case .scalar(let written) = node.content else {
            note(node.origin, "\(name) is \(node.found); expected \(expected)")
            return nil
        }
        guard let scalar = substituted(written, at: node.origin) else { return nil }
        guard fits(scalar.text) else {
            note(node.origin, "\(name) is \(scalar.quoted); expected \(expected)")
            return nil
        }
        return .string(scalar.text)
    }

    /// Reads a number within bounds, which may be in quotes.
    mutating func number(
        _ node: ConfigurationNode,
        _ name: String,
        _ range: ClosedRange<Double>,
        whole: Bool = true
    ) -> JSONValue? {
        let limits = [range.lowerBound, range.upperBound].map { Int(exactly: $0).map(String.init) ?? $0.description }
        let expected = "a \(whole ? "whole " : "")number from \(limits[0]) to \(limits[1])"
        guard case .scalar(let written) = node.content else {
            note(node.origin, "\(name) is \(node.found); expected \(expected)")
            return nil
        }
        guard let scalar = substituted(written, at: node.origin) else { return nil }
        switch JSONValue.plain(scalar.text) {
        case .integer(let whole)? where range.contains(Double(whole)): return .integer(whole)
        case .number(let number)? where range.contains(number):
            if let exact = Int(exactly: number) { return .integer(exact) }
            if !whole { return .number(number) }
        default: break
        }
        note(node.origin, "\(name) is \(scalar.quoted); expected \(expected)")
        return nil
    }

    /// Reads one of a few words, in capitals.
    mutating func choice(_ node: ConfigurationNode, _ name: String, _ choices: [String]) -> JSONValue? {
        let value = text(node, name, expected: "one of: \(choices.joined(separator: ", "))") {
            choices.contains($0.uppercased())
        }
        return value?.text.map { .string($0.uppercased()) }
    }

    /// Reads any value.
    mutating func any(_ node: ConfigurationNode) -> JSONValue? {
        do {
            return try JSONValue(node, variables: variables)
        } catch {
            problems += error.problems
            return nil
        }
    }

    private mutating func substituted(_ scalar: ConfigurationScalar, at origin: Origin) -> ConfigurationScalar? {
        guard let variables else { return scalar }
        let substitution = Substitution(scalar.text, variables: variables)
        problems += substitution.faults.map { ConfigurationProblem(origin, $0) }
        guard substitution.faults.isEmpty else { return nil }
        return ConfigurationScalar(
            substitution.text,
            variables: scalar.variables + substitution.names,
            isPlain: scalar.isPlain
        )
    }
}
