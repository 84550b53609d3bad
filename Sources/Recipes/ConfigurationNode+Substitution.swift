extension ConfigurationNode {
    /// Returns the tree with `$NAME$` and `${NAME}` replaced in every value (keys stay), `$$` being a plain dollar.
    ///
    /// A dollar that begins neither form stays as it is, so `$.temp` and `$topic[1]` need no care. What is put in is
    /// not looked at again.
    /// - Throws: one problem for each name that `variables` does not have, and for each `${` without a name and `}`.
    public func substituting(_ variables: [String: String]) throws(ConfigurationError) -> ConfigurationNode {
        var problems: [ConfigurationProblem] = []
        let node = substituting(variables, problems: &problems)
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return node
    }

    /// Names of the variables whose values are part of this tree.
    public var variables: Set<String> {
        switch content {
        case .null: []
        case .scalar(let scalar): Set(scalar.variables)
        case .sequence(let nodes): nodes.reduce(into: []) { $0.formUnion($1.variables) }
        case .mapping(let mapping): mapping.entries.reduce(into: []) { $0.formUnion($1.value.variables) }
        }
    }

    private func substituting(
        _ variables: [String: String],
        problems: inout [ConfigurationProblem]
    ) -> ConfigurationNode {
        switch content {
        case .null: return self
        case .scalar(let scalar):
            let substitution = Substitution(scalar.text, variables: variables)
            problems += substitution.faults.map { ConfigurationProblem(origin, $0) }
            let replaced = ConfigurationScalar(
                substitution.text,
                variables: scalar.variables + substitution.names,
                isPlain: scalar.isPlain
            )
            return ConfigurationNode(.scalar(replaced), at: origin)
        case .sequence(let nodes):
            var replaced: [ConfigurationNode] = []
            for node in nodes { replaced.append(node.substituting(variables, problems: &problems)) }
            return ConfigurationNode(.sequence(replaced), at: origin)
        case .mapping(let mapping):
            let replaced = mapping.mapValues { $0.substituting(variables, problems: &problems) }
            return ConfigurationNode(.mapping(replaced), at: origin)
        }
    }
}
