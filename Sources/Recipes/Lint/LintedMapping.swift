/// A mapping whose keys are found whatever their case, as the service and the classic nucleus do it.
struct LintedMapping: Sendable {
    let origin: Origin
    let entries: [ConfigurationMapping.Entry]
    private let places: [String: Int]

    /// Holds the entries of a mapping; nil for anything else.
    init?(_ node: ConfigurationNode?) {
        guard let node, let mapping = node.mapping else { return nil }
        origin = node.origin
        entries = mapping.entries
        places = Dictionary(
            mapping.entries.enumerated().map { ($0.element.key.lowercased(), $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The first entry of a key in any case; nil also where its value is null.
    subscript(_ key: String) -> ConfigurationMapping.Entry? {
        places[key.lowercased()].map { entries[$0] }.flatMap { $0.value.isNull ? nil : $0 }
    }

    /// Entries whose key was written before in another case, each with the first one.
    var doubles: [(first: ConfigurationMapping.Entry, second: ConfigurationMapping.Entry)] {
        entries.enumerated().compactMap { offset, entry in
            guard let place = places[entry.key.lowercased()], place != offset else { return nil }
            return (entries[place], entry)
        }
    }
}
