import AWS
import Recipes
import Release
import Support

/// Releases, recipes and clocks that tests of publishing and deploying share.
enum Fixture {
    static let account = "111111111111"
    static let place = PublishPlace(
        partition: "aws",
        region: "eu-west-1",
        account: account,
        caller: "arn:aws:iam::111111111111:user/test"
    )

    static func entry(
        _ name: String,
        version: String = "1.0.0",
        dependencies: [String] = [],
        isUnchanged: Bool = false,
        digest: String = "d1",
        artifacts: [ReleaseFile.Artifact] = []
    ) -> ReleaseFile.Entry {
        ReleaseFile.Entry(
            handle: name,
            name: name,
            version: version,
            isUnchanged: isUnchanged,
            root: name,
            sourceDigest: digest,
            recipe: BuildFolder.recipe(name, version),
            dependencies: dependencies,
            model: nil,
            artifacts: artifacts
        )
    }

    static func recipe(
        _ name: String,
        version: String = "1.0.0",
        script: String = "sleep 1",
        uri: String? = nil
    ) -> String {
        let artifacts = uri.map { #","Artifacts":[{"URI":"\#($0)"}]"# } ?? ""
        return #"""
            {"RecipeFormatVersion":"2020-01-25","ComponentName":"\#(name)","ComponentVersion":"\#(version)",\#
            "ComponentDescription":"A test.","ComponentPublisher":"Marram",\#
            "Manifests":[{"Platform":{"os":"linux","runtime":"*"},"Lifecycle":{"run":"\#(script)"}\#(artifacts)}]}
            """#
    }

    static func released(
        _ name: String,
        version: String = "1.0.0",
        script: String = "sleep 1",
        uri: String? = nil,
        dependencies: [String] = [],
        isUnchanged: Bool = false
    ) throws -> ReleasedRecipe {
        let entry = entry(name, version: version, dependencies: dependencies, isUnchanged: isUnchanged)
        return try ReleasedRecipe(entry, recipe: Array(recipe(name, version: version, script: script, uri: uri).utf8))
    }

    /// Waiting that takes no time; `onPause` sees how long each pause would have been.
    static func patience(
        limit: Duration = .seconds(600),
        onPause: @escaping @Sendable (Duration) -> Void = { _ in }
    ) -> Patience {
        let passed = Watched(Duration.zero)
        return Patience(
            limit: limit,
            interval: .seconds(1),
            longestInterval: .seconds(15),
            elapsed: { passed.value },
            pause: { length in
                passed.change { $0 += length }
                onPause(length)
            }
        )
    }
}

/// Keeps what happens.
final class KeptJournal: ReleaseJournal {
    let events = Watched<[ReleaseEvent]>([])

    func note(_ event: ReleaseEvent) { events.change { $0.append(event) } }

    /// The texts of warnings.
    var warnings: [String] {
        events.value.compactMap { event in
            guard case .warning(let subject, let text) = event else { return nil }
            return "\(subject): \(text)"
        }
    }

    /// The texts of steps.
    var steps: [String] {
        events.value.compactMap { event in
            guard case .step(let subject, let text) = event else { return nil }
            return "\(subject): \(text)"
        }
    }
}
