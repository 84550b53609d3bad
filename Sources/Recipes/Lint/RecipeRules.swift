/// The rules over one recipe.
struct RecipeRules {
    let recipe: LintedRecipe
    /// Recipes that belong to the same release, by their components' names.
    let neighbours: [String: LintedRecipe]
    private(set) var findings: [Finding] = []

    init(_ recipe: LintedRecipe, neighbours: [String: LintedRecipe]) {
        self.recipe = recipe
        self.neighbours = neighbours
    }

    /// Returns what is wrong with the recipe.
    static func findings(of recipe: LintedRecipe, among neighbours: [String: LintedRecipe]) -> [Finding] {
        var rules = RecipeRules(recipe, neighbours: neighbours)
        rules.checkKeys()
        rules.checkIdentity()
        rules.checkDependencies()
        rules.checkManifests()
        for manifest in recipe.manifests {
            rules.checkPlatform(manifest)
            rules.checkArtifacts(manifest)
        }
        for (lifecycle, artifacts) in recipe.scripted {
            rules.checkLifecycle(lifecycle)
            rules.checkVariables(lifecycle, artifacts: artifacts)
        }
        rules.checkConfiguration()
        return rules.findings
    }

    var isComponent: Bool { recipe.form == .component }

    mutating func error(_ rule: LintRule, _ origin: Origin, _ message: String, _ remedy: String) {
        findings.append(Finding(rule, .error, at: origin, message, remedy: remedy))
    }

    mutating func warn(_ rule: LintRule, _ origin: Origin, _ message: String, _ remedy: String) {
        findings.append(Finding(rule, .warning, at: origin, message, remedy: remedy))
    }

    /// Notes what nucleus lite cannot do: an error where the manifest is for it alone, a warning where it is for both.
    mutating func lite(_ rule: LintRule, _ claim: LiteClaim, _ origin: Origin, _ message: String, _ remedy: String) {
        guard let severity = claim.severity else { return }
        findings.append(Finding(rule, severity, at: origin, message, remedy: remedy))
    }
}
