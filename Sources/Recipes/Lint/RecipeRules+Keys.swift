extension RecipeRules {
    /// Checks how the keys are spelt, and what kind of value stands below them.
    mutating func checkKeys() {
        let claim = recipe.claim
        if !isComponent {
            checkTopKeys()
            checkSpelling(recipe.root, RecipeKeys.top, claim)
        }
        checkTexts(recipe.root, ["ComponentDescription", "ComponentPublisher"])
        expectMapping(recipe.root["ComponentConfiguration"], "ComponentConfiguration")
        if let keys = LintedMapping(recipe.root["ComponentConfiguration"]?.value) {
            check(keys, RecipeKeys.configuration, "ComponentConfiguration", claim)
            expectMapping(keys["DefaultConfiguration"], "DefaultConfiguration")
        }
        expectMapping(recipe.root["ComponentDependencies"], "ComponentDependencies")
        for dependency in recipe.dependencies {
            guard let keys = dependency.keys else { continue }
            check(keys, RecipeKeys.dependency, "dependency \(quoted(dependency.name))", claim)
        }
        expectList(recipe.root["Manifests"], "Manifests")
        for node in recipe.root["Manifests"]?.value.elements ?? [] where node.mapping == nil {
            expect("a mapping", node, "a manifest")
        }
        if !isComponent || recipe.root["Manifests"] != nil { expectMapping(recipe.root["Lifecycle"], "Lifecycle") }
        for manifest in recipe.manifests { checkKeys(manifest) }
        for (lifecycle, _) in recipe.scripted { checkKeys(lifecycle) }
    }

    private mutating func checkTopKeys() {
        for entry in recipe.root.entries where !Self.knows(RecipeKeys.top, entry.key) {
            error(
                .unknownTopKey,
                entry.origin,
                "unknown key \(quoted(entry.key)) of the recipe",
                Self.remedy(for: entry.key, among: RecipeKeys.top)
            )
        }
    }

    private mutating func checkKeys(_ manifest: LintedManifest) {
        if !isComponent || recipe.root["Manifests"] != nil {
            check(manifest.keys, RecipeKeys.manifest, "a manifest", manifest.claim)
        }
        expectMapping(manifest.keys["Platform"], "Platform")
        expectMapping(manifest.keys["Lifecycle"], "Lifecycle")
        expectList(manifest.keys["Artifacts"], "Artifacts")
        expectList(manifest.keys["Selections"], "Selections")
        for node in manifest.keys["Artifacts"]?.value.elements ?? [] where node.mapping == nil {
            expect("a mapping with a URI", node, "an artifact")
        }
        for artifact in manifest.artifacts {
            check(artifact.keys, RecipeKeys.artifact, "an artifact", manifest.claim)
            checkTexts(artifact.keys, ["URI"])
            expectMapping(artifact.keys["Permission"], "Permission")
            if let keys = LintedMapping(artifact.keys["Permission"]?.value) {
                check(keys, RecipeKeys.permission, "Permission", manifest.claim)
            }
        }
    }

    private mutating func checkKeys(_ lifecycle: LintedLifecycle) {
        for scope in lifecycle.scopes {
            checkSpelling(scope, RecipeKeys.steps + [RecipeKeys.setenv], lifecycle.claim)
            expectMapping(scope[RecipeKeys.setenv], RecipeKeys.setenv)
        }
        for step in lifecycle.steps {
            guard let keys = step.keys else { continue }
            check(keys, RecipeKeys.step, step.name, lifecycle.claim)
            expectMapping(keys[RecipeKeys.setenv], RecipeKeys.setenv)
        }
        for entry in lifecycle.environment where entry.value.text == nil && !entry.value.isNull {
            expect("a text", entry.value, "\(RecipeKeys.setenv) \(quoted(entry.key))")
        }
    }
}

extension RecipeRules {
    /// Notes unknown keys below the top, and those that are spelt otherwise than nucleus lite looks them up.
    private mutating func check(_ keys: LintedMapping, _ known: [String], _ name: String, _ claim: LiteClaim) {
        for entry in keys.entries where !Self.knows(known, entry.key) {
            warn(
                .unknownKey,
                entry.origin,
                "unknown key \(quoted(entry.key)) of \(name); it has no effect",
                Self.remedy(for: entry.key, among: known)
            )
        }
        checkSpelling(keys, known, claim)
    }

    private mutating func checkSpelling(_ keys: LintedMapping, _ known: [String], _ claim: LiteClaim) {
        for (first, second) in keys.doubles where Self.knows(known, second.key) {
            error(
                .keyTwice,
                second.origin,
                "\(quoted(second.key)) is the same key as \(quoted(first.key)) at \(first.origin)",
                "keep one of them"
            )
        }
        guard !isComponent, claim != .none else { return }
        for entry in keys.entries where !known.contains(entry.key) {
            guard let spelling = known.first(where: { $0.lowercased() == entry.key.lowercased() }) else { continue }
            error(
                .keyCase,
                entry.origin,
                "nucleus lite does not find the key \(quoted(entry.key)): it minds the case",
                "write '\(spelling)', which the classic nucleus knows as well"
            )
        }
    }

    private static func knows(_ keys: [String], _ key: String) -> Bool {
        keys.contains { $0.lowercased() == key.lowercased() }
    }

    /// Returns what to do about an unknown key.
    static func remedy(for key: String, among known: [String]) -> String {
        if let nearest = NearestKey.nearest(to: key, among: known) { return "write '\(nearest)' if that is meant" }
        return "take it out; known are: \(known.joined(separator: ", "))"
    }

    func quoted(_ text: String) -> String { ConfigurationScalar(text).quoted }

    private mutating func checkTexts(_ keys: LintedMapping, _ names: [String]) {
        for name in names {
            if let entry = keys[name], entry.value.text == nil { expect("a text", entry.value, name) }
        }
    }

    private mutating func expectMapping(_ entry: ConfigurationMapping.Entry?, _ name: String) {
        if let entry, entry.value.mapping == nil { expect("a mapping", entry.value, name) }
    }

    private mutating func expectList(_ entry: ConfigurationMapping.Entry?, _ name: String) {
        if let entry, entry.value.elements == nil { expect("a list", entry.value, name) }
    }

    /// Notes a value of the wrong kind.
    mutating func expect(_ kind: String, _ node: ConfigurationNode, _ name: String) {
        error(.valueKind, node.origin, "\(name) is \(node.found)", "write \(kind)")
    }
}
