/// Reads the keys of one component and collects what is wrong with them.
struct ComponentReader {
    /// What a value is for, which says who must know the variables in it.
    enum Use {
        /// Everybody: the program on the device reads it too.
        case everywhere
        /// What a release does, and no recipe has.
        case release
        /// What a recipe has.
        case recipe
    }

    let handle: String
    let variables: [String: String]
    private(set) var problems: [ConfigurationProblem] = []
    /// Variables without a value that only a release needs.
    private(set) var missingInRelease: [ConfigurationProblem] = []
    /// Variables without a value that a recipe needs.
    private(set) var missingInRecipe: [ConfigurationProblem] = []

    init(handle: String, variables: [String: String]) {
        self.handle = handle
        self.variables = variables
    }

    mutating func note(_ origin: Origin, _ message: String) {
        problems.append(ConfigurationProblem(origin, message))
    }

    /// Reads a mapping with fixed keys, in any case.
    mutating func fields(
        _ node: ConfigurationNode,
        keys: [String],
        name: String,
        isComponent: Bool = false
    ) -> ComponentFields {
        guard let mapping = node.mapping else {
            let expected = isComponent ? "component-name and what else it has" : keys.joined(separator: ", ")
            note(node.origin, "\(name) is \(node.found); expected a mapping with \(expected)")
            return ComponentFields(isWritten: false)
        }
        var fields = ComponentFields(isWritten: true)
        for entry in mapping.entries {
            guard let key = keys.first(where: { $0.lowercased() == entry.key.lowercased() }) else {
                let quoted = ConfigurationScalar(entry.key).quoted
                fields.hasUnknownKeys = true
                note(entry.origin, "unknown key \(quoted) of \(name)\(NearestKey.hint(for: entry.key, among: keys))")
                continue
            }
            if let first = fields.origins[key] {
                note(entry.origin, "\(key) of \(name) is written twice, here and at \(first); keep one")
                continue
            }
            fields.set(key, entry)
        }
        return fields
    }

    /// Reads a text with its variables put in; nil where there is none, or where one has no value.
    mutating func text(
        _ node: ConfigurationNode?,
        key: String,
        for use: Use = .everywhere,
        and more: [String: String] = [:]
    ) -> ConfigurationScalar? {
        guard let node, !node.isNull else { return nil }
        guard case .scalar(let scalar) = node.content else {
            note(node.origin, "\(key) of \(handle) is \(node.found); expected a text")
            return nil
        }
        let values = more.isEmpty ? variables : variables.merging(more) { _, own in own }
        let substitution = Substitution(scalar.text, variables: values)
        let faults = substitution.faults.map { ConfigurationProblem(node.origin, $0) }
        switch use {
        case .everywhere: problems += faults
        case .release: missingInRelease += faults
        case .recipe: missingInRecipe += faults
        }
        guard faults.isEmpty else { return nil }
        return ConfigurationScalar(
            substitution.text,
            variables: scalar.variables + substitution.names,
            isPlain: scalar.isPlain
        )
    }

    /// Reads a text that is not empty.
    mutating func word(
        _ node: ConfigurationNode?,
        key: String,
        for use: Use,
        expected: String,
        _ fits: (String) -> Bool
    ) -> String? {
        guard let node, let scalar = text(node, key: key, for: use) else { return nil }
        guard fits(scalar.text) else {
            note(node.origin, "\(key) of \(handle) is \(scalar.quoted); expected \(expected)")
            return nil
        }
        return scalar.text
    }

    /// Reads one of a few words, in any case.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: ConfigurationNode?,
        key: String,
        for use: Use = .recipe
    ) -> Choice? {
        let choices = Array(Choice.allCases)
        let names = choices.map(\.rawValue).joined(separator: ", ")
        let word = word(node, key: key, for: use, expected: "one of: \(names)") { word in
            choices.contains { $0.rawValue.lowercased() == word.lowercased() }
        }
        return word.flatMap { word in choices.first { $0.rawValue.lowercased() == word.lowercased() } }
    }

    /// Reads the elements of a list.
    mutating func list(_ node: ConfigurationNode?, key: String, of what: String) -> [ConfigurationNode] {
        guard let node else { return [] }
        guard case .sequence(let elements) = node.content else {
            note(node.origin, "\(key) of \(handle) is \(node.found); expected a list of \(what)")
            return []
        }
        return elements
    }

    /// Reads a list of texts that are not empty.
    mutating func words(_ node: ConfigurationNode?, key: String, of what: String) -> [String] {
        var words: [String] = []
        for element in list(node, key: key, of: what) {
            if element.isNull { note(element.origin, "\(key) of \(handle) has null in it; expected \(what)") }
            let word = word(element, key: "an element of \(key)", for: .release, expected: "\(what), not empty") {
                !$0.isEmpty
            }
            if let word { words.append(word) }
        }
        return words
    }
}
