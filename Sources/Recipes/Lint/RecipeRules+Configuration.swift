extension RecipeRules {
    /// Checks what stands in `DefaultConfiguration`.
    mutating func checkConfiguration() {
        guard let configuration = recipe.defaultConfiguration else { return }
        checkVariables(in: configuration)
        checkTypes(configuration)
        checkSecrets(configuration, named: "")
        if let control = configuration.mapping?["accessControl"], !control.isNull { checkAccessControl(control) }
    }

    private mutating func checkVariables(in node: ConfigurationNode) {
        switch node.content {
        case .null: return
        case .sequence(let nodes): for node in nodes { checkVariables(in: node) }
        case .mapping(let mapping): for entry in mapping.entries { checkVariables(in: entry.value) }
        case .scalar(let scalar):
            let known = RecipeVariable.all(in: scalar.text).filter { $0.kind != .brace }
            guard let first = known.first else { return }
            let message =
                "\(quoted(first.text)) in DefaultConfiguration is left as it is, unless the classic nucleus has "
                + "interpolateComponentConfiguration"
            warn(
                .configurationVariable,
                node.origin,
                message,
                "put it into Setenv or a script, unless the component replaces it itself"
            )
        }
    }

    /// What stands in a recipe is read by everybody who may describe the component, and stays there.
    private mutating func checkSecrets(_ node: ConfigurationNode, named name: String) {
        switch node.content {
        case .null: return
        case .sequence(let nodes): for node in nodes { checkSecrets(node, named: name) }
        case .mapping(let mapping): for entry in mapping.entries { checkSecrets(entry.value, named: entry.key) }
        case .scalar(let scalar):
            guard scalar.isSecret || (Self.namesSecret(name) && Self.couldBeSecret(scalar)) else { return }
            warn(
                .configurationSecret,
                node.origin,
                "the value of \(quoted(name)) in DefaultConfiguration looks like a secret, which everybody who may see the "
                    + "component can read",
                "keep it in Secrets Manager or in a file of the device, and let the component fetch it"
            )
        }
    }

    private static func namesSecret(_ name: String) -> Bool {
        let plain = name.uppercased().filter { $0.isLetter }
        return ["PASSWORD", "SECRET", "TOKEN", "APIKEY", "SECRETKEY", "ACCESSKEY"].contains { plain.hasSuffix($0) }
    }

    /// False for a truth or a number, for nothing, for a path, and for what names a secret kept elsewhere.
    private static func couldBeSecret(_ scalar: ConfigurationScalar) -> Bool {
        let text = scalar.text
        guard !text.isEmpty, !scalar.isPlain || !["true", "false"].contains(text.lowercased()) else { return false }
        return Double(text) == nil && !text.hasPrefix("/") && !text.hasPrefix("arn:") && !text.contains("{")
            && !text.contains("$")
    }

    /// Of a YAML recipe nucleus lite makes every number a text.
    private mutating func checkTypes(_ configuration: ConfigurationNode) {
        guard recipe.form == .recipe(isJSON: false), recipe.claim != .none else { return }
        let typed = Self.typed(in: configuration)
        guard let first = typed.first else { return }
        let others = typed.count == 1 ? "" : " (and \(typed.count - 1) more)"
        warn(
            .configurationTypes,
            first.origin,
            "nucleus lite makes a text of \(first.found)\(others): it knows no types in YAML recipes",
            "publish the recipe as JSON, or let the component take texts for numbers and truths"
        )
    }

    private static func typed(in node: ConfigurationNode) -> [ConfigurationNode] {
        switch node.content {
        case .null: []
        case .sequence(let nodes): nodes.flatMap(typed(in:))
        case .mapping(let mapping): mapping.entries.flatMap { typed(in: $0.value) }
        case .scalar(let scalar):
            scalar.isPlain && (Double(scalar.text) != nil || ["true", "false"].contains(scalar.text.lowercased()))
                ? [node] : []
        }
    }

    private mutating func checkAccessControl(_ control: ConfigurationNode) {
        let remedy = "write service: {policy id: {operations: [\"…\"], resources: [\"…\"]}}"
        guard let services = control.mapping else {
            return error(.accessControl, control.origin, "accessControl is \(control.found)", remedy)
        }
        for service in services.entries {
            guard let policies = service.value.mapping else {
                error(
                    .accessControl,
                    service.value.origin,
                    "accessControl.\(service.key) is \(service.value.found)",
                    remedy
                )
                continue
            }
            for policy in policies.entries {
                let operations = policy.value.mapping?["operations"]
                if operations?.elements?.isEmpty ?? true {
                    let message = "the policy \(quoted(policy.key)) allows nothing: it has no list of operations"
                    error(.accessControl, policy.origin, message, remedy)
                }
            }
        }
    }
}
