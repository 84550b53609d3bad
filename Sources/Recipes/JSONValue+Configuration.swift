extension JSONValue {
    /// Makes the JSON value of a tree, by the core schema of YAML 1.2.
    ///
    /// A scalar without quotes may be a boolean, a whole number (`0o17` and `0x1F` too) or a number, also one that is
    /// made by a variable; any other, `2020-01-25` among them, is a text, and so is every scalar in quotes.
    /// - Parameters:
    ///   - node: the tree.
    ///   - variables: what `$NAME$` and `${NAME}` stand for; nil leaves them as they are written.
    /// - Throws: each number that JSON cannot hold, and each variable without a value, at its place.
    public init(_ node: ConfigurationNode, variables: [String: String]? = nil) throws(ConfigurationError) {
        let node = if let variables { try node.substituting(variables) } else { node }
        var problems: [ConfigurationProblem] = []
        self.init(node, problems: &problems)
        guard problems.isEmpty else { throw ConfigurationError(problems) }
    }

    private init(_ node: ConfigurationNode, problems: inout [ConfigurationProblem]) {
        switch node.content {
        case .null: self = .null
        case .scalar(let scalar):
            guard let value = scalar.isPlain ? Self.plain(scalar.text) : .string(scalar.text) else {
                let expected = "a finite number of at most 64 bits, or the text in quotes"
                problems.append(
                    ConfigurationProblem(node.origin, "\(scalar.quoted) is no number for JSON; expected \(expected)")
                )
                self = .null
                return
            }
            self = value
        case .sequence(let nodes):
            var elements: [JSONValue] = []
            for node in nodes { elements.append(JSONValue(node, problems: &problems)) }
            self = .array(elements)
        case .mapping(let mapping):
            var members: [Member] = []
            for entry in mapping.entries {
                members.append(Member(entry.key, JSONValue(entry.value, problems: &problems)))
            }
            self = .object(members)
        }
    }
}
