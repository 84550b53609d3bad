import AWS
import Release
import Support

/// Greengrass in memory, with a script of states for every version.
final class FakeCatalog: ComponentCatalog {
    struct Version: Sendable {
        var recipe: [UInt8]
        var tags: [String: String] = [:]
        /// What one question after the other is answered, the last of them for good; nil: there is no such version.
        var states: [ComponentDescription?] = [ComponentDescription(state: "DEPLOYABLE")]
    }

    struct State: Sendable {
        var versions: [String: Version] = [:]
        var tokens: [String] = []
        var created: [String] = []
        /// Errors by operation, each thrown once in turn.
        var errors: [String: [AWSError]] = [:]
        /// How versions begin that are created, by component's name.
        var scripts: [String: [ComponentDescription?]] = [:]
    }

    let state = Watched(State())

    func describe(_ arn: String) throws(AWSError) -> ComponentDescription? {
        try fail("describe")
        var found: ComponentDescription?
        state.change { state in
            guard var version = state.versions[arn] else { return }
            found = version.states.first ?? nil
            if version.states.count > 1 { version.states.removeFirst() }
            state.versions[arn] = version
        }
        guard let found else { return nil }
        return ComponentDescription(
            state: found.state,
            message: found.message,
            errors: found.errors,
            tags: state.value.versions[arn]?.tags ?? [:]
        )
    }

    func recipe(_ arn: String) throws(AWSError) -> PublishedRecipe? {
        try fail("recipe")
        return state.value.versions[arn].map { PublishedRecipe(json: $0.recipe, tags: $0.tags) }
    }

    func create(recipe: [UInt8], tags: [String: String], token: String) throws(AWSError) -> CreatedComponent {
        try fail("create")
        let text = String(decoding: recipe, as: UTF8.self)
        let name = text.split(separator: #"ComponentName":""#)[1].prefix { $0 != "\"" }
        let arn = Fixture.place.arn(of: String(name), version: "1.0.0")
        state.change { state in
            state.tokens.append(token)
            state.created.append(String(name))
            let script = state.scripts[String(name)] ?? [ComponentDescription(state: "DEPLOYABLE")]
            state.versions[arn] = Version(recipe: recipe, tags: tags, states: script)
        }
        return CreatedComponent(arn: arn, state: "REQUESTED")
    }

    private func fail(_ operation: String) throws(AWSError) {
        var error: AWSError?
        state.change { state in
            if state.errors[operation]?.isEmpty == false { error = state.errors[operation]?.removeFirst() }
        }
        if let error { throw error }
    }
}
