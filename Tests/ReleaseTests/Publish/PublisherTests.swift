import AWS
import Foundation
import Release
import Support
import Testing

@Suite("Publishing")
struct PublisherTests {
    private let catalog = FakeCatalog()
    private let journal = KeptJournal()

    private func publisher(_ patience: Patience = Fixture.patience(), jobs: Int = 4) -> Publisher {
        Publisher(catalog: catalog, place: Fixture.place, patience: patience, jobs: jobs, journal: journal)
    }

    private func state(_ name: String, message: String = "", errors: [String: String] = [:]) -> ComponentDescription {
        ComponentDescription(state: name, message: message, errors: errors)
    }

    private static let denied = AWSError("AccessDeniedException", "no")

    @Test("[publish-20] [publish-30] publishes once, waits until it can be deployed, and does nothing the second time")
    func twice() throws {
        catalog.state.change { $0.scripts["a"] = [nil, self.state("REQUESTED"), self.state("DEPLOYABLE")] }
        let recipes = [try Fixture.released("a")]
        let pauses = Watched<[Duration]>([])
        let first = try publisher(Fixture.patience { length in pauses.change { $0.append(length) } })
            .publish(recipes, commit: "abc")
        #expect(first.components.map(\.outcome) == [.published])
        #expect(first.failure == nil)
        #expect(pauses.value == [.seconds(1), .milliseconds(1500)])
        let second = try publisher().publish(recipes, commit: "abc")
        #expect(second.components.map(\.outcome) == [.alreadyThere])
        #expect(catalog.state.value.created == ["a"])
    }

    @Test("[publish-4] gives versions the digest and the commit as tags, and no commit that is none")
    func tags() throws {
        let arn = Fixture.place.arn(of: "a", version: "1.0.0")
        _ = try publisher().publish([try Fixture.released("a")], commit: "abc")
        #expect(catalog.state.value.versions[arn]?.tags == ["gg-source-digest": "d1", "gg-commit": "abc"])
        let other = FakeCatalog()
        let publisher = Publisher(
            catalog: other,
            place: Fixture.place,
            patience: Fixture.patience(),
            jobs: 1,
            journal: journal
        )
        _ = try publisher.publish([try Fixture.released("a")], commit: "a\nb")
        #expect(other.state.value.versions[arn]?.tags == ["gg-source-digest": "d1"])
    }

    @Test("[publish-10] puts a component behind those that it depends on")
    func order() throws {
        let recipes = [
            try Fixture.released("app", dependencies: ["model", "aws.greengrass.Nucleus"]),
            try Fixture.released("model", dependencies: ["base"]), try Fixture.released("base"),
        ]
        let report = try publisher().publish(recipes, commit: nil)
        #expect(catalog.state.value.created == ["base", "model", "app"])
        #expect(report.components.map(\.name) == ["base", "model", "app"])
    }

    @Test("[publish-10] refuses a circle")
    func circle() throws {
        let recipes = [
            try Fixture.released("a", dependencies: ["b"]), try Fixture.released("b", dependencies: ["a"]),
        ]
        #expect { try publisher().publish(recipes, commit: nil) } throws: { "\($0)".contains("in a circle: a, b") }
        #expect(catalog.state.value.created.isEmpty)
    }

    @Test("[publish-11] does not try what depends on a failure, and publishes all else")
    func failure() throws {
        catalog.state.change {
            $0.scripts["model"] = [self.state("FAILED", message: "bad", errors: ["s3://b/k": "not readable"])]
        }
        let recipes = [
            try Fixture.released("model"), try Fixture.released("app", dependencies: ["model"]),
            try Fixture.released("other"), try Fixture.released("top", dependencies: ["app"]),
        ]
        let report = try publisher().publish(recipes, commit: nil)
        let outcomes = Dictionary(uniqueKeysWithValues: report.components.map { ($0.name, $0.outcome) })
        #expect(outcomes == ["model": .failed, "app": .skipped, "other": .published, "top": .skipped])
        #expect(Set(catalog.state.value.created) == ["model", "other"])
        let failure = try #require(report.failure)
        #expect(failure.kind == .cloud)
        for part in ["bad", "s3://b/k: not readable", "delete-component --arn", "s3:GetObject", "kms:Decrypt"] {
            #expect(failure.message.contains(part))
        }
    }

    @Test("[publish-21] shows the difference to a published recipe, and sends nothing")
    func difference() throws {
        let arn = Fixture.place.arn(of: "a", version: "1.0.0")
        let recipe = Array(Fixture.recipe("a", script: "sleep 2").utf8)
        catalog.state.change { $0.versions[arn] = FakeCatalog.Version(recipe: recipe) }
        let report = try publisher().publish([try Fixture.released("a")], commit: nil)
        let failure = try #require(report.failure)
        #expect(failure.kind == .input)
        #expect(failure.message.contains(#"/manifests/0/lifecycle/run: "sleep 2" -> "sleep 1""#))
        #expect(failure.message.contains("NEXT_PATCH"))
        #expect(catalog.state.value.created.isEmpty)
    }

    @Test("[publish-22] looks at what somebody else has published meanwhile", arguments: ["sleep 1", "sleep 2"])
    func race(script: String) throws {
        let arn = Fixture.place.arn(of: "a", version: "1.0.0")
        let catalog = RacingCatalog(catalog) { state in
            state.versions[arn] = FakeCatalog.Version(recipe: Array(Fixture.recipe("a", script: script).utf8))
        }
        let publisher = Publisher(
            catalog: catalog,
            place: Fixture.place,
            patience: Fixture.patience(),
            jobs: 1,
            journal: journal
        )
        let report = try publisher.publish([try Fixture.released("a")], commit: nil)
        #expect(report.components.map(\.outcome) == [script == "sleep 1" ? .alreadyThere : .failed])
        #expect(report.failure?.message.contains("another recipe") == (script == "sleep 1" ? nil : true))
    }

    @Test("[publish-23] asks with another token where a deleted version is taken for a published one")
    func deleted() throws {
        catalog.state.change { $0.scripts["a"] = [nil, nil, nil, nil, nil, self.state("DEPLOYABLE")] }
        let report = try publisher().publish([try Fixture.released("a")], commit: nil)
        #expect(report.components.map(\.outcome) == [.published])
        let tokens = catalog.state.value.tokens
        #expect(tokens.count >= 2)
        #expect(Set(tokens).count == tokens.count)
    }

    @Test("[publish-24] goes by the tag where recipes may not be read", arguments: ["d1", "d2"])
    func tagOnly(digest: String) throws {
        let arn = Fixture.place.arn(of: "a", version: "1.0.0")
        catalog.state.change {
            $0.versions[arn] = FakeCatalog.Version(recipe: [], tags: ["gg-source-digest": digest])
            $0.errors["recipe"] = [Self.denied]
        }
        let report = try publisher().publish([try Fixture.released("a")], commit: nil)
        #expect(report.components.map(\.outcome) == [digest == "d1" ? .alreadyThere : .failed])
        #expect(report.failure?.message.contains("greengrass:GetComponent") == (digest == "d1" ? nil : true))
        #expect(catalog.state.value.created.isEmpty)
    }

    @Test("[publish-25] leaves an unchanged version whose recipe names another bucket", arguments: [true, false])
    func unchanged(isUnchanged: Bool) throws {
        let arn = Fixture.place.arn(of: "a", version: "1.0.0")
        let recipe = Array(Fixture.recipe("a", uri: "s3://old/a").utf8)
        catalog.state.change {
            $0.versions[arn] = FakeCatalog.Version(recipe: recipe, tags: ["gg-source-digest": "d1"])
        }
        let released = try Fixture.released("a", uri: "s3://new/a", isUnchanged: isUnchanged)
        let report = try publisher().publish([released], commit: nil)
        #expect(report.components.map(\.outcome) == [isUnchanged ? .alreadyThere : .failed])
    }

    @Test("[publish-30] ends after the limit, and says how to go on")
    func late() throws {
        catalog.state.change { $0.scripts["a"] = [self.state("REQUESTED")] }
        let pauses = Watched<[Duration]>([])
        let patience = Fixture.patience(limit: .seconds(60)) { length in pauses.change { $0.append(length) } }
        let report = try publisher(patience).publish([try Fixture.released("a")], commit: nil)
        #expect(report.failure?.kind == .timeout)
        #expect(report.failure?.message.contains("it is REQUESTED; run gg publish again") == true)
        #expect(pauses.value.reduce(.zero, +) == .seconds(60))
        #expect(pauses.value.allSatisfy { $0 <= .seconds(15) })
    }

    @Test("[publish-31] asks for a new version where one is deprecated")
    func deprecated() throws {
        catalog.state.change { $0.scripts["a"] = [self.state("DEPRECATED")] }
        let report = try publisher().publish([try Fixture.released("a")], commit: nil)
        #expect(report.failure?.message.contains("new version") == true)
    }

    @Test("[publish-32] warns who may not ask for the state")
    func blind() throws {
        catalog.state.change { $0.errors["describe"] = [Self.denied] }
        let report = try publisher().publish([try Fixture.released("a")], commit: nil)
        #expect(report.components.map(\.outcome) == [.published])
        #expect(journal.warnings.count == 1)
        #expect(journal.warnings.first?.contains("greengrass:DescribeComponent") == true)
    }

    @Test("[publish-33] goes on waiting after a failure that passes")
    func passing() throws {
        let error = AWSError("InternalServerException", "later", isPassing: true)
        catalog.state.change { $0.errors["describe"] = [error, error] }
        let report = try publisher().publish([try Fixture.released("a")], commit: nil)
        #expect(report.components.map(\.outcome) == [.published])
    }

    @Test("[publish-40] says what to check where an artifact cannot be read")
    func artifact() throws {
        let error = AWSError(
            "ValidationException",
            "Invalid Input: errors in Artifacts: {s3://b/a/1.0.0/a.zip = Specified artifact resource cannot be accessed}"
        )
        catalog.state.change { $0.errors["create"] = [error] }
        let recipes = [try Fixture.released("a", uri: "s3://b/a/1.0.0/a.zip")]
        let message = try #require(try publisher().publish(recipes, commit: nil).failure?.message)
        for part in [
            "user/test of account 111111111111", "gg build --upload", "arn:aws:s3:::b/a/1.0.0/a.zip", "bucket b ",
            "kms:Decrypt",
        ] {
            #expect(message.contains(part))
        }
    }
}

/// Somebody else publishes just before the first request to publish.
private struct RacingCatalog: ComponentCatalog {
    let catalog: FakeCatalog
    let change: @Sendable (inout FakeCatalog.State) -> Void

    init(_ catalog: FakeCatalog, change: @escaping @Sendable (inout FakeCatalog.State) -> Void) {
        self.catalog = catalog
        self.change = change
    }

    func describe(_ arn: String) throws(AWSError) -> ComponentDescription? { try catalog.describe(arn) }
    func recipe(_ arn: String) throws(AWSError) -> PublishedRecipe? { try catalog.recipe(arn) }
    func create(recipe: [UInt8], tags: [String: String], token: String) throws(AWSError) -> CreatedComponent {
        catalog.state.change(change)
        throw AWSError("ConflictException", "it exists")
    }
}
