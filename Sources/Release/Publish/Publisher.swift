/// Publishes the component versions of a release to one account.
public struct Publisher: Sendable {
    private let catalog: any ComponentCatalog
    private let place: PublishPlace
    private let patience: Patience
    private let jobs: Int
    private let journal: any ReleaseJournal

    /// Makes a publisher.
    ///
    /// - Parameters:
    ///   - catalog: Where it publishes.
    ///   - place: Whose it is.
    ///   - patience: How long it waits for all of them to be deployable.
    ///   - jobs: How many components are published at once.
    ///   - journal: Takes what happens.
    public init(
        catalog: any ComponentCatalog,
        place: PublishPlace,
        patience: Patience,
        jobs: Int,
        journal: any ReleaseJournal
    ) {
        self.catalog = catalog
        self.place = place
        self.patience = patience
        self.jobs = jobs
        self.journal = journal
    }

    /// Reads the recipes of a release.
    ///
    /// - Parameters:
    ///   - release: The release.
    ///   - folder: Where its recipes are.
    ///   - named: Handles or names of the components; none: all.
    /// - Returns: the recipes, in the release's order.
    /// - Throws: `input` where a component is unknown or not built, or a recipe missing or not its own.
    public static func recipes(
        of release: ReleaseFile,
        in folder: BuildFolder,
        named: [String] = []
    ) throws(ReleaseError) -> [ReleasedRecipe] {
        for word in named where !release.components.contains(where: { $0.handle == word || $0.name == word }) {
            let known = release.components.map(\.handle).joined(separator: ", ")
            throw ReleaseError(.input, "\(folder.releasePath) has no component '\(word)'; it has \(known)")
        }
        var recipes: [ReleasedRecipe] = []
        for entry in release.components
        where named.isEmpty || named.contains(entry.handle) || named.contains(entry.name) {
            let path = folder.path(entry.recipe)
            guard let bytes = try WholeFile.read(path, limit: 4 * ReleasedRecipe.byteLimit) else {
                throw ReleaseError(.input, "\(path): there is no such file; run gg synth again")
            }
            recipes.append(try ReleasedRecipe(entry, recipe: bytes))
        }
        return recipes
    }

    /// Publishes components, each after those that it depends on; what is there already is left as it is.
    ///
    /// A component is not tried when one that it depends on has failed.
    /// - Throws: `input` where components depend on one another in a circle.
    public func publish(_ recipes: [ReleasedRecipe], commit: String?) throws(ReleaseError) -> PublishReport {
        var done: [Publication] = []
        var failures: [ReleaseError] = []
        for wave in try PublishOrder.waves(recipes) {
            let lost = Set(done.filter { $0.outcome == .failed || $0.outcome == .skipped }.map(\.name))
            let results = try inParallel(wave, limit: jobs) { recipe throws(ReleaseError) in
                let names = recipe.entry.dependencies.filter(lost.contains)
                return names.isEmpty ? attempt(recipe, commit: commit) : (skip(recipe, names), nil)
            }
            done += results.map(\.0)
            failures += results.compactMap(\.1)
        }
        return PublishReport(components: done, failure: Self.summary(failures))
    }

    private func attempt(_ recipe: ReleasedRecipe, commit: String?) -> (Publication, ReleaseError?) {
        let publication = ComponentPublication(
            recipe: recipe,
            place: place,
            tags: PublishTag.all(of: recipe.entry, commit: commit),
            catalog: catalog,
            patience: patience,
            journal: journal
        )
        do throws(ReleaseError) {
            return (result(recipe, try publication.run()), nil)
        } catch {
            return (result(recipe, .failed, error.message), error)
        }
    }

    private func skip(_ recipe: ReleasedRecipe, _ names: [String]) -> Publication {
        let reason = "not published, since it depends on \(names.joined(separator: ", "))"
        journal.note(.warning(subject: "\(recipe.entry.name) \(recipe.entry.version)", text: reason))
        return result(recipe, .skipped, reason)
    }

    private func result(
        _ recipe: ReleasedRecipe,
        _ outcome: Publication.Outcome,
        _ message: String? = nil
    ) -> Publication {
        let (name, version) = (recipe.entry.name, recipe.entry.version)
        let arn = place.arn(of: name, version: version)
        return Publication(name: name, version: version, arn: arn, outcome: outcome, message: message)
    }

    /// All messages under the kind of the first that is no timeout.
    private static func summary(_ failures: [ReleaseError]) -> ReleaseError? {
        guard let leading = failures.first(where: { $0.kind != .timeout }) ?? failures.first else { return nil }
        return ReleaseError(leading.kind, failures.map(\.message).joined(separator: "\n"))
    }
}
