/// The document `gg-config.yml`: the components of a project.
public struct GGConfig: Sendable {
    /// The components in the order of the file.
    public let components: [Component]

    private static let root = "custom-components"

    /// Reads the document; the default configurations are left as they are written.
    /// - Parameters:
    ///   - document: the tree of the whole file.
    ///   - variables: what `$NAME$` and `${NAME}` stand for in names and descriptions.
    /// - Throws: every unknown key, missing name and value of the wrong kind, each at its place.
    public init(_ document: ConfigurationNode, variables: [String: String] = [:]) throws(ConfigurationError) {
        guard let root = document.mapping else {
            throw ConfigurationError(
                document.origin,
                "the file is \(document.found); expected a mapping with \(Self.root)"
            )
        }
        var problems = root.entries.filter { $0.key != Self.root }.map { entry in
            let key = ConfigurationScalar(entry.key).quoted
            return ConfigurationProblem(
                entry.origin,
                "unknown key \(key)\(NearestKey.hint(for: entry.key, among: [Self.root]))"
            )
        }
        var components: [Component] = []
        if let node = root[Self.root] {
            if let mapping = node.mapping {
                components = mapping.entries.map { Component($0, variables: variables, problems: &problems) }
            } else {
                problems.append(
                    ConfigurationProblem(node.origin, "\(Self.root) is \(node.found); expected a mapping of components")
                )
            }
        } else if problems.isEmpty {
            problems.append(
                ConfigurationProblem(document.origin, "\(Self.root) is missing; expected a mapping of components")
            )
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        self.components = components
    }
}
