/// Reads the keys of one component and collects what is wrong with them.
struct ComponentReader {
    let handle: String
    let variables: [String: String]
    private(set) var problems: [ConfigurationProblem] = []

    init(handle: String, variables: [String: String]) {
        self.handle = handle
        self.variables = variables
    }

    mutating func mapping(_ node: ConfigurationNode, keys: [String], name: String) -> ConfigurationMapping? {
        guard let mapping = node.mapping else {
            note(node.origin, "\(name) is \(node.found); expected a mapping with \(keys.joined(separator: ", "))")
            return nil
        }
        for entry in mapping.entries where !keys.contains(entry.key) {
            let key = ConfigurationScalar(entry.key).quoted
            note(entry.origin, "unknown key \(key) of \(name)\(NearestKey.hint(for: entry.key, among: keys))")
        }
        return mapping
    }

    mutating func text(_ node: ConfigurationNode?, key: String) -> ConfigurationScalar? {
        guard let node, !node.isNull else { return nil }
        do {
            if case .scalar(let scalar) = try node.substituting(variables).content { return scalar }
            note(node.origin, "\(key) of \(handle) is \(node.found); expected a text")
        } catch {
            problems += error.problems
        }
        return nil
    }

    mutating func name(_ node: ConfigurationNode?, at origin: Origin) -> String {
        let expected = "letters, digits, '-', '_' and '.', at most 128"
        guard let node, !node.isNull else {
            note(origin, "component-name of \(handle) is missing; expected \(expected)")
            return ""
        }
        guard let scalar = text(node, key: "component-name") else { return "" }
        let fits = scalar.text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
            default: false
            }
        }
        if !fits || !(1...128).contains(scalar.text.utf8.count) {
            note(node.origin, "component-name of \(handle) is \(scalar.quoted); expected \(expected)")
        }
        return scalar.text
    }

    mutating func defaultConfiguration(_ node: ConfigurationNode?) -> ConfigurationNode? {
        let key = "DefaultConfiguration"
        guard let node, !node.isNull,
            let configuration = mapping(node, keys: [key], name: "ComponentConfiguration")?[key], !configuration.isNull
        else { return nil }
        guard configuration.mapping != nil else {
            note(configuration.origin, "\(key) of \(handle) is \(configuration.found); expected a mapping")
            return nil
        }
        return configuration
    }

    private mutating func note(_ origin: Origin, _ message: String) {
        problems.append(ConfigurationProblem(origin, message))
    }
}
