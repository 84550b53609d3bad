import Recipes

/// The trees of all sources, laid over one another.
struct ConfigurationLayers {
    /// The merged tree.
    private(set) var tree: ConfigurationNode
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var warnings: [ConfigurationProblem] = []

    static let option = "--configuration"
    private static let ownKey = "marram"

    init(_ sources: ConfigurationSources) {
        tree = ConfigurationNode(.mapping(.init()), at: .source("default"))
        add { () throws(ConfigurationError) in try Self.document(sources) }
        let used = tree.variables
        add { () throws(ConfigurationError) in try Self.option(sources) }
        let environment = EnvironmentLayer(sources.environment)
        warnings += environment.warnings(except: used)
        tree = tree.merging(environment.tree)
    }

    private mutating func add(_ layer: () throws(ConfigurationError) -> ConfigurationNode?) {
        do {
            guard let node = try layer() else { return }
            var check = UnknownKeys()
            check.check(node)
            problems += check.problems
            tree = tree.merging(node)
        } catch {
            problems += error.problems
        }
    }

    private static func document(_ sources: ConfigurationSources) throws(ConfigurationError) -> ConfigurationNode? {
        guard let document = sources.document else {
            guard let handle = sources.component else { return nil }
            throw ConfigurationError(
                .source("--component"),
                "component '\(handle)' is asked for, but there is no gg-config.yml; pass --config FILE"
            )
        }
        let root = try ConfigurationNode(parsing: document.text, source: document.name)
        let variables = GGConfig.completed(sources.environment.merging(sources.set) { $1 })
        let config = try GGConfig(root, variables: variables, unset: .passedOver)
        let component = try choose(sources.component, of: config, in: document.name)
        return try runtime(component.defaultConfiguration?.substituting(variables))
    }

    /// What Marram reads of a component's configuration: `marram` where there is one, so that a nucleus can hand that on as
    /// a whole and keep its own keys beside it.
    private static func runtime(_ configuration: ConfigurationNode?) throws(ConfigurationError) -> ConfigurationNode? {
        guard let own = configuration?.mapping?[ownKey] else { return configuration }
        guard own.mapping != nil || own.isNull else {
            throw ConfigurationError(own.origin, "\(ownKey) is \(own.found); expected a mapping")
        }
        return own.isNull ? nil : own
    }

    private static func option(_ sources: ConfigurationSources) throws(ConfigurationError) -> ConfigurationNode? {
        guard let text = sources.configuration else { return nil }
        let node = try ConfigurationNode(parsing: text, source: option)
        guard !node.isNull else { return nil }
        guard node.mapping != nil else {
            throw ConfigurationError(node.origin, "the configuration is \(node.found); expected a JSON object")
        }
        return node
    }

    private static func choose(
        _ handle: String?,
        of config: GGConfig,
        in file: String
    ) throws(ConfigurationError) -> Component {
        let handles = config.components.map(\.handle)
        if let handle {
            if let component = config.components.first(where: { $0.handle == handle }) { return component }
            throw ConfigurationError(
                .source("--component"),
                "\(file) has no component '\(handle)'\(NearestKey.hint(for: handle, among: handles))"
            )
        }
        let configured = config.components.filter { $0.defaultConfiguration != nil }
        if configured.count == 1 { return configured[0] }
        guard configured.isEmpty else {
            throw ConfigurationError(
                .source(file),
                "several components have a DefaultConfiguration: \(configured.map(\.handle).joined(separator: ", ")); "
                    + "choose one with --component"
            )
        }
        throw ConfigurationError(
            .source(file),
            "no component has a DefaultConfiguration"
                + (handles.isEmpty ? "" : " (components: \(handles.joined(separator: ", ")))")
                + "; add ComponentConfiguration with DefaultConfiguration to the one to run"
        )
    }
}
