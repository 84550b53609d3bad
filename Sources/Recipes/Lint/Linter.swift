/// Looks over a configuration, recipes and deployments for what the service or a nucleus would not do as written.
public struct Linter: Sendable {
    let configurations: [ConfigurationNode]
    let variables: [String: String]
    let recipes: [RecipeDocument]
    let deployments: [ConfigurationNode]

    /// Holds what belongs together: rules about dependencies know the components of the configuration and the recipes.
    /// - Parameters:
    ///   - configurations: trees of gg-config.yml.
    ///   - variables: what `$NAME$` and `${NAME}` stand for in them.
    ///   - recipes: recipe files.
    ///   - deployments: trees of deployment templates.
    public init(
        configurations: [ConfigurationNode] = [],
        variables: [String: String] = [:],
        recipes: [RecipeDocument] = [],
        deployments: [ConfigurationNode] = []
    ) {
        self.configurations = configurations
        self.variables = variables
        self.recipes = recipes
        self.deployments = deployments
    }

    /// Returns everything that was looked at: the configuration's components, the recipes, the deployments.
    public func subjects() -> [LintedSubject] {
        let configured = configurations.map { ConfigurationLint($0, variables: variables) }
        let finished = recipes.map { document in (document, Self.view(document)) }
        var known: [String: LintedRecipe] = [:]
        for recipe in finished.compactMap(\.1) + configured.flatMap(\.recipes) { known[recipe.name] = recipe }
        return configured.flatMap { $0.subjects(among: known) }
            + finished.map { Self.subject($0, $1, among: known) }
            + deployments.map { DeploymentLint(tree: $0, known: known, variables: variables).subject() }
    }

    static func view(_ document: RecipeDocument) -> LintedRecipe? {
        LintedMapping(document.tree).map {
            LintedRecipe($0, form: .recipe(isJSON: document.isJSON), origin: document.tree.origin)
        }
    }

    private static func subject(
        _ document: RecipeDocument,
        _ recipe: LintedRecipe?,
        among known: [String: LintedRecipe]
    ) -> LintedSubject {
        let source = document.tree.origin.source
        guard let recipe else {
            let message = "the file is \(document.tree.found)"
            let finding = Finding(.valueKind, .error, at: document.tree.origin, message, remedy: "write a recipe")
            return LintedSubject(name: source, source: source, findings: [finding])
        }
        let findings =
            RecipeRules.findings(of: recipe, among: known) + RecipeSize.findings(document.byteCount, at: recipe.origin)
        return LintedSubject(name: recipe.name.isEmpty ? source : recipe.name, source: source, findings: findings)
    }
}

extension Origin {
    /// The file or option that the place is in.
    var source: String {
        switch self {
        case .text(let source, _, _), .source(let source), .variable(let source): source
        }
    }
}
