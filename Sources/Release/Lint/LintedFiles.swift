import Recipes

/// Files sorted by what they are.
struct LintedFiles {
    private var configurations: [ConfigurationNode] = []
    private var recipes: [RecipeDocument] = []
    private var deployments: [ConfigurationNode] = []
    private var unreadable: [LintedSubject] = []

    /// Reads a file; one that is no YAML or JSON becomes a subject with that finding.
    mutating func add(_ path: String, folder: String) throws(ReleaseError) {
        let file = ReleaseLint.absolute(path, in: folder)
        guard let bytes = try WholeFile.read(file, limit: ConfigurationNode.maximumBytes) else {
            throw ReleaseError(.input, "\(path): there is no such file; name one that is there")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return refuse(path, ConfigurationError(.source(path), "the text is not UTF-8; save the file as UTF-8"))
        }
        do throws(ConfigurationError) {
            sort(try RecipeDocument(parsing: text, source: path))
        } catch {
            refuse(path, error)
        }
    }

    private mutating func refuse(_ path: String, _ error: ConfigurationError) {
        let findings = error.problems.map { Finding($0, .yaml) }
        unreadable.append(LintedSubject(name: path, source: path, findings: findings))
    }

    /// Tells by the keys at the top what a document is; without any that tell it counts as a recipe.
    private mutating func sort(_ document: RecipeDocument) {
        let keys = Set(document.tree.mapping?.entries.map { $0.key.lowercased() } ?? [])
        if keys.contains("custom-components") {
            configurations.append(document.tree)
        } else if !keys.isDisjoint(with: ["recipeformatversion", "componentname", "manifests"]) {
            recipes.append(document)
        } else if !keys.isDisjoint(with: ["targetarn", "components", "deploymentname", "deploymentpolicies"]) {
            deployments.append(document.tree)
        } else if document.tree.origin.isOfProject {
            configurations.append(document.tree)
        } else {
            recipes.append(document)
        }
    }

    /// Returns what the rules find.
    func subjects(_ variables: [String: String]) -> [LintedSubject] {
        let linter = Linter(
            configurations: configurations,
            variables: variables,
            recipes: recipes,
            deployments: deployments
        )
        return unreadable + linter.subjects()
    }
}

extension Origin {
    /// True where the file is called as configurations are.
    fileprivate var isOfProject: Bool {
        guard case .text(let source, _, _) = self, let name = source.split(separator: "/").last else { return false }
        return Project.fileNames.contains(String(name))
    }
}
