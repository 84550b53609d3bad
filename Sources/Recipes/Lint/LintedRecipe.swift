/// A recipe as the rules look at it, whether it stands in a recipe file or is a component of gg-config.yml.
struct LintedRecipe: Sendable {
    /// Where it stands.
    enum Form: Sendable, Equatable {
        /// A recipe file.
        case recipe(isJSON: Bool)
        /// A component of gg-config.yml: what is emitted for it has the right spelling whatever it is written like.
        case component
    }

    /// One component that it depends on.
    struct Dependency: Sendable {
        let name: String
        let origin: Origin
        let keys: LintedMapping?
    }

    let form: Form
    let origin: Origin
    /// Its keys.
    let root: LintedMapping
    /// The component's name; empty where there is none.
    let name: String
    let manifests: [LintedManifest]
    let lifecycle: LintedLifecycle?
    let dependencies: [Dependency]
    let defaultConfiguration: ConfigurationNode?

    /// How far any of the manifests is meant for nucleus lite.
    var claim: LiteClaim { manifests.map(\.claim).max() ?? .none }

    init(_ root: LintedMapping, form: Form, origin: Origin) {
        self.form = form
        self.origin = origin
        self.root = root
        let name = root[form == .component ? "component-name" : "ComponentName"]?.value
        self.name = name?.text ?? ""
        manifests = LintedManifest.all(of: root, form: form)
        let claim = manifests.map(\.claim).max() ?? .none
        let hasOne = form != .component || root["Manifests"] != nil
        lifecycle = hasOne ? root["Lifecycle"].flatMap { LintedLifecycle($0, claim: claim, isGlobal: true) } : nil
        let dependencies = LintedMapping(root["ComponentDependencies"]?.value)
        self.dependencies = (dependencies?.entries ?? []).map {
            Dependency(name: $0.key, origin: $0.origin, keys: LintedMapping($0.value))
        }
        defaultConfiguration = LintedMapping(root["ComponentConfiguration"]?.value)?["DefaultConfiguration"]?.value
    }

    /// The lifecycles with the artifacts that their scripts find: each manifest's own, and the global one with what the
    /// manifests bring that have none.
    var scripted: [(lifecycle: LintedLifecycle, artifacts: [LintedArtifact])] {
        var all = manifests.compactMap { manifest in manifest.lifecycle.map { ($0, manifest.artifacts) } }
        if let lifecycle {
            all.append((lifecycle, manifests.filter { $0.lifecycle == nil }.flatMap(\.artifacts)))
        }
        return all
    }
}

extension ConfigurationNode {
    /// The text of a single value.
    var text: String? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar.text
    }

    /// The elements of a list.
    var elements: [ConfigurationNode]? {
        guard case .sequence(let nodes) = content else { return nil }
        return nodes
    }
}
