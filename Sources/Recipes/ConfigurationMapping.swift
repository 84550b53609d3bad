/// Keys and values in the order they were written; keys are unique.
public struct ConfigurationMapping: Sendable, Hashable {
    /// One key with its value.
    public struct Entry: Sendable, Hashable {
        /// The key.
        public let key: String
        /// Where the key stands.
        public let origin: Origin
        /// The value.
        public var value: ConfigurationNode

        /// Places `value` under `key`.
        public init(key: String, origin: Origin, value: ConfigurationNode) {
            self.key = key
            self.origin = origin
            self.value = value
        }
    }

    /// The entries in order.
    public private(set) var entries: [Entry] = []
    private var places: [String: Int] = [:]

    /// An empty mapping.
    public init() {}

    /// The value under a key, in O(1).
    public subscript(key: String) -> ConfigurationNode? {
        places[key].map { entries[$0].value }
    }

    /// Returns the entry of a key, in O(1).
    public func entry(_ key: String) -> Entry? {
        places[key].map { entries[$0] }
    }

    /// Adds an entry, or puts it in the place of the one with the same key, in O(1).
    public mutating func set(_ entry: Entry) {
        if let place = places[entry.key] {
            entries[place] = entry
        } else {
            places[entry.key] = entries.count
            entries.append(entry)
        }
    }

    /// Returns the mapping with every value replaced by what `transform` makes of it.
    public func mapValues(_ transform: (ConfigurationNode) -> ConfigurationNode) -> ConfigurationMapping {
        var mapping = self
        for place in mapping.entries.indices {
            mapping.entries[place].value = transform(mapping.entries[place].value)
        }
        return mapping
    }
}
