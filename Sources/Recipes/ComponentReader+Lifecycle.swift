extension ComponentReader {
    private typealias Step = RecipeLifecycle.Step

    mutating func lifecycle(_ node: ConfigurationNode?, at origin: Origin) -> RecipeLifecycle {
        guard let node else { return RecipeLifecycle(environment: [], steps: [], origin: origin) }
        let kinds = Step.Kind.allCases.map(\.rawValue)
        let fields = fields(node, keys: ["Setenv"] + kinds, name: "Lifecycle")
        let environment = environment(fields["Setenv"])
        var steps: [Step] = []
        for entry in node.mapping?.entries ?? [] {
            guard let kind = Step.Kind(rawValue: entry.key.lowercased()), fields.origins[kind.rawValue] == entry.origin
            else { continue }
            if let step = step(kind, entry) { steps.append(step) }
        }
        return RecipeLifecycle(environment: environment, steps: steps, origin: node.origin)
    }

    private mutating func step(_ kind: Step.Kind, _ entry: ConfigurationMapping.Entry) -> Step? {
        let name = entry.key
        if entry.value.mapping == nil {
            guard let script = script(entry.value, key: name, at: entry.origin) else { return nil }
            return Step(
                kind: kind,
                script: script,
                requiresPrivilege: nil,
                skipIf: nil,
                timeout: nil,
                environment: [],
                origin: entry.origin
            )
        }
        let keys = ["Script", "RequiresPrivilege", "Skipif", "Timeout", "Setenv"]
        let fields = fields(entry.value, keys: keys, name: name)
        let isPrivileged = boolean(fields["RequiresPrivilege"], key: "RequiresPrivilege of \(name)", for: .recipe)
        let skip = skipIf(fields["Skipif"], of: name)
        let timeout = timeout(fields["Timeout"], of: name)
        let environment = environment(fields["Setenv"])
        if fields["Script"] == nil, fields.hasUnknownKeys { return nil }
        guard let script = script(fields["Script"], key: "Script of \(name)", at: entry.origin) else { return nil }
        return Step(
            kind: kind,
            script: script,
            requiresPrivilege: isPrivileged,
            skipIf: skip,
            timeout: timeout,
            environment: environment,
            origin: entry.origin
        )
    }

    private mutating func script(_ node: ConfigurationNode?, key: String, at origin: Origin) -> LocatedText? {
        guard let node, !node.isNull else {
            note(origin, "\(key) of \(handle) is missing; expected what the shell runs")
            return nil
        }
        return word(node, key: key, for: .recipe, expected: "what the shell runs, not an empty text") {
            !$0.allSatisfy(\.isWhitespace)
        }
        .map { LocatedText($0, at: node.origin) }
    }

    private mutating func skipIf(_ node: ConfigurationNode?, of step: String) -> LocatedText? {
        guard let node else { return nil }
        let expected = "'exists /path' or 'onpath program', with '!' before it for the opposite"
        return word(node, key: "Skipif of \(step)", for: .recipe, expected: expected) { text in
            let words = text.drop { $0 == "!" || $0 == " " }.split(separator: " ", maxSplits: 1)
            return words.count == 2 && ["exists", "onpath"].contains(words[0].lowercased())
        }
        .map { LocatedText($0, at: node.origin) }
    }

    private mutating func timeout(_ node: ConfigurationNode?, of step: String) -> Int? {
        word(node, key: "Timeout of \(step)", for: .recipe, expected: "whole seconds, from 1 to 2147483647") { text in
            Int(text).map { (1...Int(Int32.max)).contains($0) } ?? false
        }
        .flatMap { Int($0) }
    }

    private mutating func environment(_ node: ConfigurationNode?) -> [RecipeLifecycle.Variable] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            note(node.origin, "Setenv of \(handle) is \(node.found); expected a mapping of variables")
            return []
        }
        var environment: [RecipeLifecycle.Variable] = []
        for entry in mapping.entries {
            if entry.key.isEmpty || entry.key.contains(where: { $0 == "=" || $0 == "\0" }) {
                let quoted = ConfigurationScalar(entry.key).quoted
                note(entry.origin, "a variable of Setenv of \(handle) is called \(quoted); expected a name without '='")
            }
            if entry.value.isNull {
                note(entry.value.origin, "\(entry.key) of Setenv of \(handle) is null; expected a text, '' for none")
            }
            guard let value = text(entry.value, key: "\(entry.key) of Setenv", for: .recipe) else { continue }
            environment.append(.init(name: entry.key, value: LocatedText(value.text, at: entry.value.origin)))
        }
        return environment
    }
}
