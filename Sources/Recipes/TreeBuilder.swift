import Yams

/// Makes a located tree of the YAML library's nodes, counting what aliases repeat.
struct TreeBuilder {
    let source: String
    let marks: [DuplicateMark]
    private(set) var problems: [ConfigurationProblem] = []
    /// Marks whose key was found a second time.
    private(set) var paired: Set<DuplicateMark> = []
    private var nodes = 0

    init(source: String, marks: [DuplicateMark]) {
        self.source = source
        self.marks = marks
    }

    mutating func build(_ node: Node, depth: Int = 0) throws(ConfigurationError) -> ConfigurationNode {
        let origin = origin(of: node)
        try count(at: origin, depth: depth)
        switch node {
        case .scalar(let scalar):
            check(scalar.tag, at: origin)
            return ConfigurationNode(content(scalar), at: origin)
        case .sequence(let sequence):
            check(sequence.tag, at: origin)
            var elements: [ConfigurationNode] = []
            for element in sequence { elements.append(try build(element, depth: depth + 1)) }
            return ConfigurationNode(.sequence(elements), at: origin)
        case .mapping(let mapping):
            check(mapping.tag, at: origin)
            return ConfigurationNode(.mapping(try build(mapping, depth: depth)), at: origin)
        case .alias:
            throw ConfigurationError(origin, "an alias stands before its anchor; write the value out")
        }
    }

    private mutating func build(_ mapping: Node.Mapping, depth: Int) throws(ConfigurationError) -> ConfigurationMapping
    {
        var built = ConfigurationMapping()
        for (key, value) in mapping {
            let origin = origin(of: key)
            try count(at: origin, depth: depth)
            let value = try build(value, depth: depth + 1)
            guard case .scalar(let scalar) = key else {
                problems.append(ConfigurationProblem(origin, "a key is a list or a mapping; expected a word"))
                continue
            }
            let (name, mark) = unmarked(scalar.string, at: origin)
            if let first = built.entry(name) {
                let quoted = ConfigurationScalar(name).quoted
                problems.append(
                    ConfigurationProblem(
                        origin,
                        "key \(quoted) is written twice, here and at \(first.origin); keep one"
                    )
                )
                paired.formUnion(marks.filter { self.origin($0) == first.origin })
                if let mark { paired.insert(mark) }
            }
            built.set(.init(key: name, origin: built.entry(name)?.origin ?? origin, value: value))
        }
        return built
    }

    /// Takes the mark out of a key that was given one.
    private func unmarked(_ key: String, at origin: Origin) -> (String, DuplicateMark?) {
        guard let first = key.unicodeScalars.first,
            let mark = marks.first(where: { $0.character == first && self.origin($0) == origin })
        else { return (key, nil) }
        return (String(String.UnicodeScalarView(key.unicodeScalars.dropFirst())), mark)
    }

    private func content(_ scalar: Node.Scalar) -> ConfigurationNode.Content {
        let tag = scalar.tag.description
        if tag == Self.core + "null" { return .null }
        if tag.isEmpty, scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
            return .null
        }
        let isTyped = ["int", "float", "bool"].contains { tag == Self.core + $0 }
        return .scalar(
            ConfigurationScalar(scalar.string, isPlain: isTyped || tag.isEmpty && scalar.style == .plain)
        )
    }
}

extension TreeBuilder {
    private static let core = "tag:yaml.org,2002:"
    private static let tags: Set<String> = Set(
        ["str", "int", "float", "bool", "null", "seq", "map"].map { core + $0 } + ["", "!"]
    )

    private mutating func check(_ tag: Tag, at origin: Origin) {
        guard !Self.tags.contains(tag.description) else { return }
        let quoted = ConfigurationScalar(tag.description).quoted
        problems.append(ConfigurationProblem(origin, "the tag \(quoted) is not known; write the value without it"))
    }

    private mutating func count(at origin: Origin, depth: Int) throws(ConfigurationError) {
        nodes += 1
        guard nodes <= ConfigurationNode.maximumNodes else {
            throw ConfigurationError(
                origin,
                "here the text passes \(ConfigurationNode.maximumNodes) keys and values, aliases counted each time; "
                    + "expected fewer"
            )
        }
        guard depth <= ConfigurationNode.maximumDepth else {
            throw ConfigurationError(
                origin,
                "lists and mappings stand deeper than \(ConfigurationNode.maximumDepth) in one another; expected fewer levels"
            )
        }
    }

    private func origin(of node: Node) -> Origin {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        return .text(source: source, line: line, column: marks.original(line: line, column: column))
    }

    private func origin(_ mark: DuplicateMark) -> Origin {
        .text(source: source, line: mark.line, column: mark.column)
    }
}
