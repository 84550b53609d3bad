/// The components of a configuration on their way through the rules.
struct ConfigurationLint {
    /// One component; the recipe is nil where it is no mapping.
    struct Part {
        let handle: String
        let origin: Origin
        let recipe: LintedRecipe?
    }

    private let document: ConfigurationNode
    private let variables: [String: String]
    private let parts: [Part]

    init(_ document: ConfigurationNode, variables: [String: String]) {
        self.document = document
        self.variables = variables
        let placeholders = Dictionary(uniqueKeysWithValues: RecipeFilling.placeholders.map { ($0, $0) })
        let names = GGConfig.completed(variables).merging(placeholders) { given, _ in given }
        let entries = document.mapping?["custom-components"]?.mapping?.entries ?? []
        parts = entries.map { entry in
            let recipe = LintedMapping(entry.value.replacing(names)).map {
                LintedRecipe($0, form: .component, origin: entry.origin)
            }
            return Part(handle: entry.key, origin: entry.origin, recipe: recipe)
        }
    }

    /// The components as the rules look at them.
    var recipes: [LintedRecipe] { parts.compactMap(\.recipe) }

    /// Returns a subject for the file as a whole where something is wrong outside of components, and one a component.
    func subjects(among known: [String: LintedRecipe]) -> [LintedSubject] {
        let (config, problems) = read()
        var rest = problems
        var subjects: [LintedSubject] = []
        for (place, part) in parts.enumerated() {
            let next = parts.indices.contains(place + 1) ? parts[place + 1].origin : nil
            let own = rest.filter { problem in
                problem.origin >= part.origin && next.map { problem.origin < $0 } ?? true
            }
            rest.removeAll { own.contains($0) }
            let found = part.recipe.map { RecipeRules.findings(of: $0, among: known) } ?? []
            var findings = Self.merged(found, own)
            if let component = config?.components.first(where: { $0.handle == part.handle }) {
                findings += emitted(component, at: part.origin, known: findings, among: known)
            }
            let name = part.recipe.flatMap { $0.name.isEmpty ? nil : $0.name } ?? part.handle
            subjects.append(LintedSubject(name: name, source: document.origin.source, findings: findings))
        }
        guard !rest.isEmpty || subjects.isEmpty else { return subjects }
        let source = document.origin.source
        return [LintedSubject(name: source, source: source, findings: rest.map { Finding($0, .config) })] + subjects
    }

    private func read() -> (config: GGConfig?, problems: [ConfigurationProblem]) {
        do throws(ConfigurationError) {
            return (try GGConfig(document, variables: variables), [])
        } catch {
            return (nil, error.problems)
        }
    }

    /// Returns the rules' findings with what the reader refused; of two errors at one place the rules' is kept.
    private static func merged(_ findings: [Finding], _ problems: [ConfigurationProblem]) -> [Finding] {
        let refused = Set(problems.map(\.origin))
        let kept = findings.filter { $0.severity == .error || !refused.contains($0.origin) }
        let explained = Set(kept.map(\.origin))
        return kept + problems.filter { !explained.contains($0.origin) }.map { Finding($0, .config) }
    }
}

extension ConfigurationLint {
    /// Returns what is wrong with the recipe that is made of a component, and was not seen in the configuration.
    private func emitted(
        _ component: Component,
        at origin: Origin,
        known: [Finding],
        among neighbours: [String: LintedRecipe]
    ) -> [Finding] {
        let document: RecipeDocument
        do throws(ConfigurationError) {
            let text = try component.recipe(.open).json(pretty: true)
            document = try RecipeDocument(parsing: text, source: "the recipe of \(component.handle)")
        } catch {
            let told = Set(known.map(\.origin))
            return error.problems.filter { !told.contains($0.origin) }.map { Finding($0, .config) }
        }
        let size = RecipeSize.findings(document.byteCount, at: origin)
        guard let recipe = Linter.view(document) else { return size }
        let rules = Set(known.map(\.rule))
        let unseen = RecipeRules.findings(of: recipe, among: neighbours).filter { !rules.contains($0.rule) }
        return size
            + unseen.map {
                Finding($0.rule, $0.severity, at: origin, "in the recipe made of it: " + $0.message, remedy: $0.remedy)
            }
    }
}

extension ConfigurationNode {
    /// Returns the tree with variables replaced where all of a value's are known; the reader complains of the others.
    fileprivate func replacing(_ variables: [String: String]) -> ConfigurationNode {
        switch content {
        case .null: self
        case .scalar: (try? substituting(variables)) ?? self
        case .sequence(let nodes): ConfigurationNode(.sequence(nodes.map { $0.replacing(variables) }), at: origin)
        case .mapping(let mapping):
            ConfigurationNode(.mapping(mapping.mapValues { $0.replacing(variables) }), at: origin)
        }
    }
}
