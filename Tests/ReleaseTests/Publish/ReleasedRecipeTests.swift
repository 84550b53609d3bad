import Release
import Support
import Testing

@Suite("Recipes of a release")
struct ReleasedRecipeTests {
    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing failed"
        } catch {
            return "\(error)"
        }
    }

    @Test("[publish-2] are those of the release, in JSON, and not too large")
    func checks() throws {
        let entry = Fixture.entry("a")
        let cases: [(recipe: String, part: String)] = [
            (Fixture.recipe("b"), "ComponentName is 'b', the release says 'a'"),
            (Fixture.recipe("a", version: "2.0.0"), "ComponentVersion is '2.0.0'"),
            ("{}", "ComponentName is missing"), ("{", "recipes/a-1.0.0.json"),
            (Fixture.recipe("a", script: String(repeating: "x", count: 16_000)), "at most 16000"),
        ]
        for (recipe, part) in cases {
            #expect(failure { _ = try ReleasedRecipe(entry, recipe: Array(recipe.utf8)) }.contains(part))
        }
    }

    @Test("[publish-3] are built, unless they are unchanged")
    func built() throws {
        let artifact = ReleaseFile.Artifact(file: "a.zip", uri: "s3://b/a/1.0.0/a.zip")
        let bytes = Array(Fixture.recipe("a").utf8)
        #expect(
            failure { _ = try ReleasedRecipe(Fixture.entry("a", artifacts: [artifact]), recipe: bytes) }
                .contains("a.zip is not built; run gg build")
        )
        _ = try ReleasedRecipe(Fixture.entry("a", isUnchanged: true, artifacts: [artifact]), recipe: bytes)
    }

    @Test("[publish-1] are read from beside the release file, those that are named or all")
    func reading() throws {
        let folder = try TemporaryFolder()
        let build = BuildFolder(folder.path)
        let entries = [Fixture.entry("a"), Fixture.entry("b")]
        let release = ReleaseFile(configuration: "gg-config.yml", commit: nil, region: "eu-west-1", components: entries)
        try WholeFile.makeFolder(build.recipesPath)
        try folder.write(Fixture.recipe("a"), to: "recipes/a-1.0.0.json")
        #expect(try Publisher.recipes(of: release, in: build, named: ["a"]).map(\.entry.name) == ["a"])
        #expect(
            failure { _ = try Publisher.recipes(of: release, in: build) }.contains("b-1.0.0.json: there is no such")
        )
        #expect(failure { _ = try Publisher.recipes(of: release, in: build, named: ["c"]) }.contains("it has a, b"))
    }
}
