/// A deployment's template on its way through the rules.
struct DeploymentLint {
    let tree: ConfigurationNode
    let known: [String: LintedRecipe]
    let variables: [String: String]

    /// Returns what is wrong with it.
    func subject() -> LintedSubject {
        let source = tree.origin.source
        return LintedSubject(name: source, source: source, findings: refused() + resets())
    }

    private func refused() -> [Finding] {
        do throws(ConfigurationError) {
            _ = try DeploymentDocument(tree, variables: variables)
            return []
        } catch {
            return error.problems.map { Finding($0, .deployment) }
        }
    }

    /// Devices keep the `accessControl` that they have, unless the deployment resets it.
    private func resets() -> [Finding] {
        let components = tree.mapping?["components"]?.mapping?.entries ?? []
        return components.compactMap { entry in
            guard let control = known[entry.key]?.defaultConfiguration?.mapping?["accessControl"], !control.isNull,
                !Self.resetsAccessControl(entry.value)
            else { return nil }
            return Finding(
                .accessControlReset,
                .warning,
                at: entry.origin,
                "devices that have \(entry.key) keep their old accessControl: a deployment adds to it, and changes none",
                remedy: "write configurationUpdate: {reset: [\"/accessControl\"]} for it"
            )
        }
    }

    private static func resetsAccessControl(_ component: ConfigurationNode) -> Bool {
        let resets = component.value(at: ["configurationUpdate", "reset"])?.elements?.compactMap(\.text) ?? []
        return resets.contains { $0.isEmpty || $0 == "/accessControl" }
    }
}
