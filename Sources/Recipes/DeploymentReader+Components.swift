extension DeploymentReader {
    mutating func components(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        guard let mapping = node.mapping else {
            note(node.origin, "\(name) is \(node.found); expected an object of components by name")
            return nil
        }
        var members: [JSONValue.Member] = []
        for entry in mapping.entries {
            let key = ConfigurationNode(.scalar(ConfigurationScalar(entry.key)), at: entry.origin)
            let expected = ComponentReader.nameRule
            let read = text(key, "a component", expected: expected) { ComponentReader.isName($0) }
            guard let component = read?.text, let value = self.component(entry.value, component) else { continue }
            if members.contains(where: { $0.name == component }) {
                note(entry.origin, "the component '\(component)' is written twice; keep one")
                continue
            }
            members.append(.init(component, value))
        }
        return .object(members)
    }

    private mutating func component(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        // A component of which nothing is said: its version is filled in.
        if node.isNull { return .object([]) }
        return object(
            node,
            "the component '\(name)'",
            [
                "componentVersion": { $0.version($1, $2) },
                "configurationUpdate": { reader, node, name in
                    reader.object(
                        node,
                        name,
                        ["merge": { $0.merge($1, $2) }, "reset": { $0.reset($1, $2) }]
                    )
                },
                "runWith": { $0.runWith($1, $2) },
            ]
        )
    }

    private mutating func version(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        text(node, name, expected: "a version such as 1.4.0, or x.x.x for the one of this release") {
            $0.lowercased() == "x.x.x" || SemanticVersion($0) != nil
        }
    }

    /// The service wants a text with an object in it; here the object itself may stand as well.
    private mutating func merge(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        let expected = "an object, or a text with a JSON object in it"
        let json: String
        switch node.content {
        case .mapping:
            guard let value = any(node) else { return nil }
            json = value.json()
        case .scalar:
            guard let written = text(node, name, expected: expected, { _ in true })?.text else { return nil }
            do {
                guard try JSONValue(json: Array(written.utf8)).members != nil else {
                    note(node.origin, "\(name) is a text with JSON that is no object; expected \(expected)")
                    return nil
                }
            } catch {
                let reasons = error.problems.map(\.message).joined(separator: "; ")
                note(node.origin, "\(name) \(reasons); expected \(expected)")
                return nil
            }
            json = written
        default:
            note(node.origin, "\(name) is \(node.found); expected \(expected)")
            return nil
        }
        let limit = 10_485_760
        if json.utf16.count > limit {
            note(node.origin, "\(name) has \(json.utf16.count) characters; expected at most \(limit)")
        }
        return .string(json)
    }

    private mutating func reset(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        guard case .sequence(let elements) = node.content else {
            note(node.origin, "\(name) is \(node.found); expected a list of JSON pointers")
            return nil
        }
        let expected = "a JSON pointer of at most 256 characters such as '/accessControl', or '' for everything"
        var pointers: [JSONValue] = []
        for element in elements {
            let pointer = text(element, "an element of \(name)", expected: expected) {
                ($0.isEmpty || $0.hasPrefix("/")) && $0.unicodeScalars.count <= 256
            }
            if let pointer { pointers.append(pointer) }
        }
        return .array(pointers)
    }

    private mutating func runWith(_ node: ConfigurationNode, _ name: String) -> JSONValue? {
        object(
            node,
            name,
            [
                "posixUser": { reader, node, name in
                    reader.text(node, name, expected: "a user, a group after ':', or both: 'user:group'") { user in
                        let parts = user.split(separator: ":", omittingEmptySubsequences: false)
                        return (1...2).contains(parts.count) && parts.contains { !$0.isEmpty } && !user.contains(" ")
                    }
                },
                "windowsUser": { reader, node, name in
                    reader.text(node, name, expected: "a user's name") { !$0.isEmpty }
                },
                "systemResourceLimits": { reader, node, name in
                    reader.object(
                        node,
                        name,
                        [
                            "memory": { $0.number($1, "\($2) in KB", 1...9_007_199_254_740_991) },
                            "cpus": { $0.number($1, $2, 0.01...10_000, whole: false) },
                        ]
                    )
                },
            ]
        )
    }
}
