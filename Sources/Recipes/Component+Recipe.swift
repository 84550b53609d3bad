extension Component {
    /// The format of recipes: `2020-01-25`.
    public static let recipeFormat = "2020-01-25"

    /// Returns the component's recipe, in the spelling that both nuclei understand.
    ///
    /// Steps are in lower case and their members in upper camel case; `RequiresPrivilege` is a boolean and `Timeout` a
    /// number. There always is a description. What `filling` has takes the place of placeholders.
    /// The order of members does not depend on anything but the configuration.
    /// - Throws: each variable without a value, and each number that JSON cannot hold, at its place.
    public func recipe(_ filling: RecipeFilling) throws(ConfigurationError) -> JSONValue {
        guard missingInRecipe.isEmpty else { throw ConfigurationError(missingInRecipe) }
        var members: [JSONValue.Member] = [
            .init("RecipeFormatVersion", .string(Self.recipeFormat)),
            .init("ComponentName", .string(name)),
            .init("ComponentVersion", .string(filling.version ?? "NEXT_PATCH")),
            .init("ComponentDescription", .string(description ?? name)),
        ]
        if let publisher { members.append(.init("ComponentPublisher", .string(publisher))) }
        if let type { members.append(.init("ComponentType", .string(type))) }
        if let defaultConfiguration {
            let value = try JSONValue(defaultConfiguration, variables: variables)
            members.append(.init("ComponentConfiguration", .object([.init("DefaultConfiguration", value)])))
        }
        if !dependencies.isEmpty {
            let values = dependencies.map { JSONValue.Member($0.name, json($0, filling)) }
            members.append(.init("ComponentDependencies", .object(values)))
        }
        members.append(.init("Manifests", .array(manifests.map { json($0, filling) })))
        return .object(members)
    }

    private func json(_ dependency: ComponentDependency, _ filling: RecipeFilling) -> JSONValue {
        let requirement =
            switch dependency.requirement {
            case .latest: filling.dependencyVersions[dependency.name] ?? "x.x.x"
            case .range(let text, _): text
            }
        return .object([
            .init("VersionRequirement", .string(requirement)),
            .init("DependencyType", .string(dependency.type.rawValue)),
        ])
    }

    private func json(_ manifest: RecipeManifest, _ filling: RecipeFilling) -> JSONValue {
        var members: [JSONValue.Member] = []
        if let name = manifest.name { members.append(.init("Name", .string(name))) }
        let platform = manifest.platform.map { JSONValue.Member($0.key, .string($0.value.text)) }
        members.append(.init("Platform", .object(platform)))
        members.append(.init("Lifecycle", manifest.lifecycle.json))
        if !manifest.artifacts.isEmpty {
            members.append(.init("Artifacts", .array(manifest.artifacts.map { json($0, filling) })))
        }
        return .object(members)
    }

    private func json(_ artifact: RecipeArtifact, _ filling: RecipeFilling) -> JSONValue {
        .object([
            .init("URI", .string(filling.uri(of: artifact, component: name))),
            .init("Unarchive", .string(artifact.unarchive.rawValue)),
            .init(
                "Permission",
                .object([
                    .init("Read", .string(artifact.read.rawValue)),
                    .init("Execute", .string(artifact.execute.rawValue)),
                ])
            ),
        ])
    }
}

extension RecipeLifecycle {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = []
        if !environment.isEmpty { members.append(.init("Setenv", environment.json)) }
        members += steps.map { .init($0.kind.rawValue, $0.json) }
        return .object(members)
    }
}

extension RecipeLifecycle.Step {
    fileprivate var json: JSONValue {
        var members: [JSONValue.Member] = [.init("Script", .string(script.text))]
        if let requiresPrivilege { members.append(.init("RequiresPrivilege", .bool(requiresPrivilege))) }
        if let skipIf { members.append(.init("Skipif", .string(skipIf.text))) }
        if let timeout { members.append(.init("Timeout", .integer(timeout))) }
        if !environment.isEmpty { members.append(.init("Setenv", environment.json)) }
        return .object(members)
    }
}

extension [RecipeLifecycle.Variable] {
    fileprivate var json: JSONValue {
        .object(map { .init($0.name, .string($0.value.text)) })
    }
}
