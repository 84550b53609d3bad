import Recipes

/// Reads a recipe as the nucleus would on this machine.
///
/// Property names and words of the format may be written in any case; names that the user gives keep theirs.
struct LocalRecipe {
    private let recipe: JSONValue
    private let source: String
    private let platform: LocalPlatform

    /// Takes a recipe; `source` is what messages call it: its file, or the component's key.
    init(_ recipe: JSONValue, source: String, platform: LocalPlatform) {
        self.recipe = recipe
        self.source = source
        self.platform = platform
    }

    /// The component that it describes, by the first manifest that is for this machine.
    ///
    /// - Throws: `input`: what is missing or not as it should be, and that no manifest is for this machine.
    func component(handle: String? = nil) throws(ReleaseError) -> LocalComponent {
        let name = try name()
        let manifest = try manifest()
        let lifecycle = try lifecycle(manifest)
        return LocalComponent(
            handle: handle ?? name,
            name: name,
            version: try version(),
            needs: try needs(),
            scripts: try scripts(lifecycle),
            environment: environment(recipe.anyCase("Lifecycle")?.anyCase("Setenv"))
                .merging(environment(lifecycle?.anyCase("Setenv"))) { $1 },
            configuration: recipe.anyCase("ComponentConfiguration")?.anyCase("DefaultConfiguration") ?? .object([]),
            artifacts: try artifacts(manifest)
        )
    }

    private func name() throws(ReleaseError) -> String {
        let name = recipe.anyCase("ComponentName")?.text ?? ""
        let isName = name.utf8.allSatisfy { byte in
            byte == 45 || byte == 46 || byte == 95 || (48...57).contains(byte) || (65...90).contains(byte)
                || (97...122).contains(byte)
        }
        guard isName, (1...128).contains(name.utf8.count), name != ".", name != ".." else {
            throw fault("ComponentName is '\(name)'; expected letters, digits, '-', '_' and '.', at most 128")
        }
        return name
    }

    private func version() throws(ReleaseError) -> String {
        guard let text = recipe.anyCase("ComponentVersion")?.text else { throw fault("ComponentVersion is missing") }
        if ["NEXT_PATCH", "NEXT_MINOR", "NEXT_MAJOR", "COMPONENT_VERSION"].contains(text) { return "0.0.0" }
        guard let version = SemanticVersion(text) else {
            throw fault("ComponentVersion is '\(text)'; expected a version such as 1.0.0")
        }
        return version.description
    }

    private func manifest() throws(ReleaseError) -> JSONValue {
        let manifests = recipe.anyCase("Manifests")?.elements ?? []
        guard !manifests.isEmpty else { throw fault("there are no Manifests; expected one at least") }
        for manifest in manifests where try platform.matches(manifest.anyCase("Platform")) { return manifest }
        let here = platform.attributes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        throw fault(
            "none of the \(manifests.count) Manifests is for this machine (\(here.joined(separator: ", "))); add one"
        )
    }

    /// The manifest's own lifecycle, else what its selections take from the recipe's.
    private func lifecycle(_ manifest: JSONValue) throws(ReleaseError) -> JSONValue? {
        if let own = manifest.anyCase("Lifecycle"), own.members?.isEmpty == false { return own }
        guard let whole = recipe.anyCase("Lifecycle") else { return nil }
        let selections = manifest.anyCase("Selections")?.elements?.compactMap(\.text) ?? []
        return Self.select(whole, (selections.isEmpty ? [] : selections) + ["all"])
    }

    /// Takes the branch of the first selection that an object has, at every level.
    private static func select(_ value: JSONValue, _ selections: [String]) -> JSONValue {
        guard let members = value.members else { return value }
        for selection in selections {
            if let chosen = value[selection] { return select(chosen, selections) }
        }
        return .object(members.map { JSONValue.Member($0.name, select($0.value, selections)) })
    }

    private func needs() throws(ReleaseError) -> [LocalNeed] {
        var needs: [LocalNeed] = []
        for member in recipe.anyCase("ComponentDependencies")?.members ?? [] {
            let type = (member.value.anyCase("DependencyType")?.text ?? "HARD").uppercased()
            guard ["HARD", "SOFT"].contains(type) else {
                throw fault("DependencyType of \(member.name) is '\(type)'; expected HARD or SOFT")
            }
            needs.append(LocalNeed(member.name, isHard: type == "HARD"))
        }
        return needs
    }

    private func scripts(_ lifecycle: JSONValue?) throws(ReleaseError) -> [LocalStep: LocalScript] {
        var scripts: [LocalStep: LocalScript] = [:]
        for step in LocalStep.allCases {
            guard let value = lifecycle?.anyCase(step.rawValue) else { continue }
            scripts[step] = try script(value, step)
        }
        if scripts[.run] != nil, scripts[.startup] != nil {
            throw fault("the lifecycle has both run and startup; keep one")
        }
        return scripts
    }

    private func script(_ value: JSONValue, _ step: LocalStep) throws(ReleaseError) -> LocalScript? {
        if let text = value.text { return LocalScript(text) }
        guard value.members != nil else { throw fault("\(step.rawValue) is neither a text nor an object") }
        let timeout = try timeout(value.anyCase("Timeout"), step)
        guard let text = value.anyCase("Script")?.text else {
            // A shutdown may say its time alone.
            return timeout == nil ? nil : LocalScript("", timeout: timeout)
        }
        var script = LocalScript(text, timeout: timeout, skipIf: value.anyCase("Skipif")?.text)
        script.environment = environment(value.anyCase("Setenv"))
        switch value.anyCase("RequiresPrivilege") {
        case .bool(let isRequired): script.requiresPrivilege = isRequired
        case .string(let text): script.requiresPrivilege = text.lowercased() == "true"
        default: break
        }
        return script
    }

    private func timeout(_ value: JSONValue?, _ step: LocalStep) throws(ReleaseError) -> Duration? {
        let seconds: Int?
        switch value {
        case nil, .null: return nil
        case .integer(let number): seconds = number
        case .number(let number): seconds = Int(exactly: number)
        case .string(let text): seconds = Int(text)
        default: seconds = nil
        }
        guard let seconds, (1...1_000_000_000).contains(seconds) else {
            throw fault("Timeout of \(step.rawValue) is no number of seconds from 1 on")
        }
        return .seconds(seconds)
    }

    private func environment(_ value: JSONValue?) -> [String: String] {
        var variables: [String: String] = [:]
        for member in value?.members ?? [] { variables[member.name] = LocalVariables.text(member.value) }
        return variables
    }

    private func artifacts(_ manifest: JSONValue) throws(ReleaseError) -> [LocalComponent.Artifact] {
        var artifacts: [LocalComponent.Artifact] = []
        for value in manifest.anyCase("Artifacts")?.elements ?? [] {
            let uri = value.anyCase("URI")?.text ?? ""
            if uri.hasPrefix("docker:") { throw fault("\(uri): images of containers are not run here") }
            let file = uri.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
            guard uri.contains("/"), !["", ".", ".."].contains(file), file.utf8.count < 256, !file.contains("\0") else {
                throw fault("the artifact's URI '\(uri)' does not end with a file's name")
            }
            guard !artifacts.contains(where: { $0.file == file }) else {
                throw fault("two artifacts are called \(file); give them names of their own")
            }
            let permission = value.anyCase("Permission")
            artifacts.append(
                LocalComponent.Artifact(
                    file: file,
                    isUnpacked: value.anyCase("Unarchive")?.text?.uppercased() == "ZIP",
                    read: try self.permission(permission?.anyCase("Read"), .owner),
                    execute: try self.permission(permission?.anyCase("Execute"), .none)
                )
            )
        }
        return artifacts
    }

    private func permission(
        _ value: JSONValue?,
        _ usual: RecipeArtifact.Permission
    ) throws(ReleaseError) -> RecipeArtifact.Permission {
        guard let text = value?.text else { return usual }
        guard let permission = RecipeArtifact.Permission(rawValue: text.uppercased()) else {
            throw fault("a Permission is '\(text)'; expected NONE, OWNER or ALL")
        }
        return permission
    }

    private func fault(_ message: String) -> ReleaseError { ReleaseError(.input, "\(source): \(message)") }
}

extension JSONValue {
    /// The value of a member whose name is written in any case; one that is written exactly so comes first.
    fileprivate func anyCase(_ name: String) -> JSONValue? {
        self[name] ?? members?.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
