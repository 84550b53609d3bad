/// Looks over a configuration, recipes and deployments for what the service or a nucleus would not do as written.
public struct Linter: Sendable {
    let configuration: ConfigurationNode?
    let variables: [String: String]
    let recipes: [RecipeDocument]
    let deployments: [ConfigurationNode]

    /// Holds what belongs together: rules about dependencies know the components of the configuration and the recipes.
    /// - Parameters:
    ///   - configuration: the tree of gg-config.yml; nil where there is none.
    ///   - variables: what `$NAME$` and `${NAME}` stand for in it.
    ///   - recipes: recipe files.
    ///   - deployments: trees of deployment templates.
    public init(
        configuration: ConfigurationNode? = nil,
        variables: [String: String] = [:],
        recipes: [RecipeDocument] = [],
        deployments: [ConfigurationNode] = []
    ) {
        self.configuration = configuration
        self.variables = variables
        self.recipes = recipes
        self.deployments = deployments
    }

    /// Returns everything that was looked at: the configuration's components, the recipes, the deployments.
    public func subjects() -> [LintedSubject] {
        []
    }
}
