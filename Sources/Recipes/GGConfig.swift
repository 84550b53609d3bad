/// The document `gg-config.yml`: the components of a project.
public struct GGConfig: Sendable {
    /// The components in the order of the file.
    public let components: [Component]

    private static let root = "custom-components"

    /// Reads the document; the default configurations are left as they are written.
    /// - Parameters:
    ///   - document: the tree of the whole file.
    ///   - variables: what `$NAME$` and `${NAME}` stand for; `PROJECT_NAME_ID` is added where it can be.
    ///   - unset: what becomes of variables without a value in what only a release needs; in names and descriptions
    ///     they are an error in any case.
    /// - Throws: every unknown key, missing name and value of the wrong kind, each at its place.
    public init(
        _ document: ConfigurationNode,
        variables: [String: String] = [:],
        unset: UnsetVariables = .refused
    ) throws(ConfigurationError) {
        let variables = Self.completed(variables)
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
                components = mapping.entries.map {
                    Component($0, variables: variables, unset: unset, problems: &problems)
                }
                problems += Self.sameNames(components)
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

    /// Returns the variables with `PROJECT_NAME_ID`, which is `PROJECT_NAME-PROJECT_ID` unless it has a value of its own.
    public static func completed(_ variables: [String: String]) -> [String: String] {
        guard variables["PROJECT_NAME_ID"] == nil, let name = variables["PROJECT_NAME"],
            let number = variables["PROJECT_ID"]
        else { return variables }
        return variables.merging(["PROJECT_NAME_ID": "\(name)-\(number)"]) { given, _ in given }
    }

    private static func sameNames(_ components: [Component]) -> [ConfigurationProblem] {
        var first: [String: Component] = [:]
        var problems: [ConfigurationProblem] = []
        for component in components where !component.name.isEmpty {
            if let other = first[component.name] {
                problems.append(
                    ConfigurationProblem(
                        component.origin(of: "component-name"),
                        "\(component.handle) has the component-name of \(other.handle), '\(component.name)'; "
                            + "expected each name once"
                    )
                )
            } else {
                first[component.name] = component
            }
        }
        return problems
    }
}
