extension RecipeRules {
    /// Checks on whom the component depends, and how.
    mutating func checkDependencies() {
        for dependency in recipe.dependencies { check(dependency) }
    }

    private mutating func check(_ dependency: LintedRecipe.Dependency) {
        if !Self.isComponentName(dependency.name) {
            error(
                .componentName,
                dependency.origin,
                "\(quoted(dependency.name)) is no component's name",
                "write letters, digits, '-', '_' and '.', at most 128"
            )
        }
        if dependency.name == recipe.name {
            error(.dependencySelf, dependency.origin, "\(recipe.name) depends on itself", "take the dependency out")
        }
        guard let keys = dependency.keys else {
            let remedy = "write {VersionRequirement: '>=1.0.0 <2.0.0', DependencyType: HARD}"
            return error(
                .dependencyRequirement,
                dependency.origin,
                "the dependency \(dependency.name) is no mapping",
                remedy
            )
        }
        checkRequirement(keys, of: dependency)
        if let type = keys["DependencyType"]?.value, !["HARD", "SOFT"].contains(type.text?.uppercased()) {
            error(.dependencyType, type.origin, "DependencyType is \(type.found)", "write HARD or SOFT")
        }
    }

    private mutating func checkRequirement(_ keys: LintedMapping, of dependency: LintedRecipe.Dependency) {
        let remedy = "write a range as npm knows them, in quotes: '>=1.2.0 <2.0.0', '^1.2.0', '~1.2.0', '1.2.3'"
        guard let requirement = keys["VersionRequirement"]?.value else {
            let message = "the dependency \(dependency.name) has no VersionRequirement"
            return error(.dependencyRequirement, dependency.origin, message, remedy)
        }
        guard case .scalar(let scalar) = requirement.content, VersionRange(scalar.text) != nil else {
            let message = "VersionRequirement of \(dependency.name) is \(requirement.found)"
            return error(.dependencyRequirement, requirement.origin, message, remedy)
        }
        if scalar.isPlain, !isComponent, Double(scalar.text) != nil {
            let message = "VersionRequirement of \(dependency.name) is a number"
            error(.dependencyRequirement, requirement.origin, message, remedy)
        }
        checkLatest(scalar.text, requirement.origin, of: dependency)
    }

    private mutating func checkLatest(_ text: String, _ origin: Origin, of dependency: LintedRecipe.Dependency) {
        guard isComponent, text == "x.x.x", neighbours[dependency.name] == nil else { return }
        let names = neighbours.keys.filter { $0 != recipe.name }.sorted()
        let nearest = NearestKey.nearest(to: dependency.name, among: names)
        warn(
            .dependencyUnknown,
            origin,
            "x.x.x of \(dependency.name), which is no component of this configuration",
            nearest.map { "write '\($0)' if that is meant" } ?? "write a range of versions"
        )
    }
}
