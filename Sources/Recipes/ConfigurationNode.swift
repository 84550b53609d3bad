/// A value of a configuration with the place it comes from.
public struct ConfigurationNode: Sendable, Hashable {
    /// What a node can be.
    ///
    /// Whether a scalar is a number or a word is for the reader of the key to say.
    public indirect enum Content: Sendable, Hashable {
        case null
        case scalar(ConfigurationScalar)
        case sequence([ConfigurationNode])
        case mapping(ConfigurationMapping)
    }

    /// The value.
    public var content: Content
    /// Where the value stands.
    public var origin: Origin

    /// Places `content` at `origin`.
    public init(_ content: Content, at origin: Origin) {
        self.content = content
        self.origin = origin
    }

    /// The value as messages name it: a quoted text, `null`, `a list` or `a mapping`.
    public var found: String {
        switch content {
        case .null: "null"
        case .scalar(let scalar): scalar.quoted
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The entries, when this is a mapping.
    public var mapping: ConfigurationMapping? {
        guard case .mapping(let mapping) = content else { return nil }
        return mapping
    }

    /// True when the key is as good as absent.
    public var isNull: Bool { content == .null }

    /// Returns the value behind `path`, or nil where a key is missing or something on the way is no mapping.
    public func value(at path: [String]) -> ConfigurationNode? {
        var node = self
        for key in path {
            guard let next = node.mapping?[key] else { return nil }
            node = next
        }
        return node
    }
}
