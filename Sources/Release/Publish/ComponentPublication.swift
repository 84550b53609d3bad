import AWS
import Recipes

/// Publishes one component version and waits until it can be deployed.
struct ComponentPublication {
    /// After so many answers that there is no such version, the request to publish is taken for lost.
    private static let mostAbsences = 5

    let recipe: ReleasedRecipe
    let place: PublishPlace
    let tags: [String: String]
    let catalog: any ComponentCatalog
    let patience: Patience
    let journal: any ReleaseJournal

    private var subject: String { "\(recipe.entry.name) \(recipe.entry.version)" }
    private var arn: String { place.arn(of: recipe.entry.name, version: recipe.entry.version) }

    /// Publishes it unless it is there.
    ///
    /// - Throws: `input` where another recipe is there; `cloud` where Greengrass refuses; `timeout`.
    func run() throws(ReleaseError) -> Publication.Outcome {
        if try isThere() {
            try waitUntilDeployable(isNew: false)
            journal.note(.step(subject: subject, text: "already there"))
            return .alreadyThere
        }
        let isNew = try create(attempt: 1)
        try waitUntilDeployable(isNew: isNew)
        journal.note(.step(subject: subject, text: isNew ? "published" : "already there"))
        return isNew ? .published : .alreadyThere
    }

    /// True when this version is published from the same recipe, false when there is no such version.
    private func isThere() throws(ReleaseError) -> Bool {
        let published: PublishedRecipe?
        do throws(AWSError) {
            published = try catalog.recipe(arn)
        } catch {
            guard error.isAccessDenied else { throw failure(error) }
            return try isThereByTag(permission: "greengrass:GetComponent")
        }
        guard let published else { return false }
        let theirs: JSONValue
        do {
            theirs = try JSONValue(json: published.json)
        } catch {
            throw ReleaseError(.cloud, "\(subject): the published recipe cannot be read: \(error)")
        }
        let differences = RecipeSense.differences(published: theirs, new: recipe.json)
        let isSameSource = published.tags[PublishTag.digest] == recipe.entry.sourceDigest
        guard differences.isEmpty || recipe.entry.isUnchanged && isSameSource else { throw differing(differences) }
        return true
    }

    /// The same by the version's tags, for who may not read recipes.
    private func isThereByTag(permission: String) throws(ReleaseError) -> Bool {
        let description: ComponentDescription?
        do throws(AWSError) {
            description = try catalog.describe(arn)
        } catch {
            guard error.isAccessDenied else { throw failure(error) }
            throw denied("see whether it is published", "\(permission) or greengrass:DescribeComponent")
        }
        guard let description else { return false }
        guard description.tags[PublishTag.digest] == recipe.entry.sourceDigest else {
            throw ReleaseError(
                .input,
                """
                \(subject): this version is published in account \(place.account), and not from these sources; give the \
                component a new version, and run gg synth and gg build again
                allow \(permission) on \(arn) to \(place.caller) to see the difference
                """
            )
        }
        return true
    }

    private func differing(_ differences: [JSONDifference]) -> ReleaseError {
        let shown = differences.prefix(20).map { "  \($0)" }
        let more = differences.count > shown.count ? ["  and \(differences.count - shown.count) more differences"] : []
        let head = "\(subject): this version is published in account \(place.account) with another recipe:"
        let remedy = """
            a published version never changes: give the component a new version (NEXT_PATCH does), and run gg synth and \
            gg build again
            """
        return ReleaseError(.input, ([head] + shown + more + [remedy]).joined(separator: "\n"))
    }

    /// Sends the recipe; false when somebody else was quicker with the same one.
    private func create(attempt: Int) throws(ReleaseError) -> Bool {
        let token = PublishToken.make(recipe: recipe.bytes, place: place, attempt: attempt)
        do throws(AWSError) {
            _ = try catalog.create(recipe: recipe.bytes, tags: tags, token: token)
            journal.note(.step(subject: subject, text: "sent to account \(place.account)"))
            return true
        } catch {
            if error.code == "ConflictException", try isThere() { return false }
            if error.isAccessDenied {
                throw denied("publish it", "greengrass:CreateComponentVersion and greengrass:TagResource")
            }
            throw failure(error)
        }
    }

    private func waitUntilDeployable(isNew: Bool) throws(ReleaseError) {
        var asked = 0
        var absences = 0
        var attempt = 1
        while true {
            let description = try describe()
            asked += 1
            if let description {
                if try isDeployable(description) { return }
            } else {
                absences += 1
                // A token is remembered for hours, even where the version has been deleted meanwhile.
                if isNew, absences % Self.mostAbsences == 0, attempt < 3 {
                    attempt += 1
                    _ = try create(attempt: attempt)
                }
            }
            guard !patience.isSpent else { throw late(description) }
            try patience.waitForNext(asked: asked)
        }
    }

    /// Its state; nil where there is none yet, or it cannot be told just now.
    private func describe() throws(ReleaseError) -> ComponentDescription? {
        do throws(AWSError) {
            return try catalog.describe(arn)
        } catch {
            if error.isPassing { return nil }
            guard error.isAccessDenied else { throw failure(error) }
            journal.note(
                .warning(
                    subject: subject,
                    text:
                        "\(place.caller) may not see whether it can be deployed; allow greengrass:DescribeComponent on \(arn)"
                )
            )
            return ComponentDescription(state: "DEPLOYABLE")
        }
    }

    private func isDeployable(_ description: ComponentDescription) throws(ReleaseError) -> Bool {
        switch description.state {
        case "DEPLOYABLE": return true
        case "FAILED": throw failed(description)
        case "DEPRECATED":
            throw ReleaseError(
                .cloud,
                "\(subject): the version is deprecated in account \(place.account), nothing new is deployed from it; give the "
                    + "component a new version"
            )
        default: return false
        }
    }

    private func failed(_ description: ComponentDescription) -> ReleaseError {
        var lines = ["\(subject): Greengrass could not make the version: \(description.message.prefix(2000))"]
        lines += description.errors.sorted { $0.key < $1.key }.prefix(50).map { "  \($0.key): \($0.value.prefix(500))" }
        if !description.errors.isEmpty {
            lines += ArtifactAdvice(place: place, uris: description.errors.keys.sorted()).lines
        }
        lines.append(
            "then delete the version (aws greengrassv2 delete-component --arn \(arn)) and run gg publish again"
        )
        return ReleaseError(.cloud, lines.joined(separator: "\n"))
    }

    private func late(_ description: ComponentDescription?) -> ReleaseError {
        let state = description.map { "it is \($0.state)" } ?? "Greengrass does not show it"
        return ReleaseError(
            .timeout,
            "\(subject): not DEPLOYABLE after \(patience.limitText), \(state); run gg publish again, it goes on from here"
        )
    }

    private func denied(_ what: String, _ permission: String) -> ReleaseError {
        ReleaseError(.cloud, "\(subject): \(place.caller) may not \(what); allow \(permission) on \(arn)")
    }

    private func failure(_ error: AWSError) -> ReleaseError {
        var lines = ["\(subject): \(error.message)"]
        if ArtifactAdvice.concerns(error) {
            lines += ArtifactAdvice(place: place, uris: recipe.artifactURIs).lines
        }
        if error.isPassing { lines.append("run gg publish again, it goes on from here") }
        return ReleaseError(.cloud, lines.joined(separator: "\n"))
    }
}
