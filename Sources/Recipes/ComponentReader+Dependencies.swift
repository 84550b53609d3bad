extension ComponentReader {
    mutating func dependencies(_ node: ConfigurationNode?, of component: String) -> [ComponentDependency] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            note(
                node.origin,
                "ComponentDependencies of \(handle) is \(node.found); expected a mapping of components by name"
            )
            return []
        }
        var dependencies: [ComponentDependency] = []
        for entry in mapping.entries {
            guard let name = dependencyName(entry) else { continue }
            if name == component {
                note(entry.origin, "\(handle) depends on itself; take it out of ComponentDependencies")
            } else if let first = dependencies.first(where: { $0.name == name }) {
                note(entry.origin, "the dependency '\(name)' is written twice, here and at \(first.origin); keep one")
            } else if let dependency = dependency(name, entry) {
                dependencies.append(dependency)
            }
        }
        return dependencies
    }

    /// Names have variables too, although they are keys: `$PROJECT_NAME_ID$.model`.
    private mutating func dependencyName(_ entry: ConfigurationMapping.Entry) -> String? {
        let key = ConfigurationNode(.scalar(ConfigurationScalar(entry.key)), at: entry.origin)
        guard let scalar = text(key, key: "a dependency", for: .recipe) else { return nil }
        guard Self.isName(scalar.text) else {
            note(entry.origin, "a dependency of \(handle) is \(scalar.quoted); expected \(Self.nameRule)")
            return nil
        }
        return scalar.text
    }

    private mutating func dependency(_ name: String, _ entry: ConfigurationMapping.Entry) -> ComponentDependency? {
        let keys = ["VersionRequirement", "DependencyType"]
        let fields = fields(entry.value, keys: keys, name: "the dependency '\(name)'")
        guard fields.isWritten else { return nil }
        let type: ComponentDependency.Kind? = choice(fields["DependencyType"], key: "DependencyType of '\(name)'")
        let expected = "'x.x.x' for the last version, or a range such as '^1.2.0'"
        guard let node = fields["VersionRequirement"] else {
            if !fields.hasUnknownKeys {
                note(entry.origin, "VersionRequirement of the dependency '\(name)' is missing; expected \(expected)")
            }
            return nil
        }
        guard let written = text(node, key: "VersionRequirement of '\(name)'", for: .recipe) else { return nil }
        let requirement: ComponentDependency.Requirement
        if written.text.lowercased() == "x.x.x" {
            requirement = .latest
        } else if let range = VersionRange(written.text), !written.text.isEmpty {
            requirement = .range(written.text, range)
        } else {
            note(node.origin, "VersionRequirement of '\(name)' is \(written.quoted); expected \(expected)")
            return nil
        }
        return ComponentDependency(name: name, requirement: requirement, type: type ?? .hard, origin: entry.origin)
    }
}
