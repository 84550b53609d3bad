import Recipes

/// Finds the keys of a tree that the runtime configuration does not have.
struct UnknownKeys {
    private(set) var problems: [ConfigurationProblem] = []

    mutating func check(_ node: ConfigurationNode, section: [String] = []) {
        let known = RuntimeKey.children(of: section)
        guard let mapping = node.mapping else {
            guard !node.isNull else { return }
            let section = section.joined(separator: ".")
            note(node.origin, "\(section) is \(node.found); expected a mapping with \(known.joined(separator: ", "))")
            return
        }
        for entry in mapping.entries {
            let path = section + [entry.key]
            if RuntimeKey(rawValue: path.joined(separator: ".")) != nil, known.contains(entry.key) { continue }
            if known.contains(entry.key) {
                check(entry.value, section: path)
            } else {
                let place = section.isEmpty ? "" : " of \(section.joined(separator: "."))"
                let key = ConfigurationScalar(entry.key).quoted
                note(entry.origin, "unknown key \(key)\(place)\(Self.hint(entry.key, known: known))")
            }
        }
    }

    /// A key that stands in the wrong section is told its right one.
    private static func hint(_ key: String, known: [String]) -> String {
        if NearestKey.nearest(to: key, among: known) == nil,
            let elsewhere = RuntimeKey.allCases.first(where: { $0.path.last == key })
        {
            return "; did you mean '\(elsewhere.rawValue)'?"
        }
        return NearestKey.hint(for: key, among: known)
    }

    private mutating func note(_ origin: Origin, _ message: String) {
        problems.append(ConfigurationProblem(origin, message))
    }
}
