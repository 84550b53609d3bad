import Foundation
import Recipes
@testable import Release
import Support
import Testing

@Suite("Recipes of the repository")
struct OfflineRecipesTests {
    private func project(_ folder: TemporaryFolder, _ names: [String], script: String = "sleep 1") throws
        -> Release.Project
    {
        let components = names.map {
            """
              \($0):
                component-name: test.\($0)
                root: \($0)
                bucket: $SOME_BUCKET$
                Artifacts: [{URI: "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/\($0).zip"}]
                ComponentDependencies: {test.other: {VersionRequirement: x.x.x}}
                Lifecycle: {run: {Script: "\(script)"}}
            """
        }
        try folder.write("custom-components:\n" + components.joined(separator: "\n"), to: "gg-config.yml")
        return try Project(folder: folder.path, variables: [:], unset: .passedOver)
    }

    @Test("[gg-35] have placeholders, and are in step once they are written")
    func written() throws {
        let folder = try TemporaryFolder()
        let recipes = OfflineRecipes(try project(folder, ["a", "b"]))
        #expect(try recipes.write() == ["test.a.json", "test.b.json"])
        try recipes.check()
        #expect(try recipes.write().isEmpty)
        let bytes = try Data(contentsOf: folder.url.appending(path: "recipes/test.a.json"))
        let recipe = try JSONValue(json: Array(bytes))
        #expect(recipe["ComponentVersion"]?.text == "NEXT_PATCH")
        #expect(recipe["ComponentDependencies"]?["test.other"]?["VersionRequirement"]?.text == "x.x.x")
        #expect(
            recipe["Manifests"]?.elements?[0]["Artifacts"]?.elements?[0]["URI"]?.text
                == "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/a.zip"
        )
    }

    @Test("[gg-35] that are not in step are told with their lines, and nothing is written")
    func checked() throws {
        let folder = try TemporaryFolder()
        _ = try OfflineRecipes(try project(folder, ["a", "b"])).write()
        try folder.write("no recipe", to: "recipes/notes.json")
        let recipes = OfflineRecipes(try project(folder, ["a", "c"], script: "sleep 2"))
        let error = try #require(throws: ReleaseError.self) { try recipes.check() }
        for part in ["recipes/test.c.json is missing", "test.b.json belongs to no", "- ", "\"sleep 1\"", "\"sleep 2\""]
        {
            #expect(error.message.contains(part))
        }
        #expect(!error.message.contains("notes.json"))
        #expect(try recipes.write() == ["test.a.json", "test.b.json", "test.c.json"])
        #expect(FileManager.default.fileExists(atPath: folder.path + "/recipes/notes.json"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/recipes/test.b.json"))
        try recipes.check()
    }
}

@Suite("The commit of a repository")
struct GitCommitTests {
    private let hash = String(repeating: "0a", count: 20)

    private func repository(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files {
            let file = folder.url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        return folder
    }

    @Test("[gg-26] is found in a branch, in packed references, detached, and from a linked work tree")
    func found() throws {
        let head = "ref: refs/heads/main\n"
        let forms: [[String: String]] = [
            [".git/HEAD": head, ".git/refs/heads/main": "\(hash)\n"],
            [".git/HEAD": head, ".git/packed-refs": "# pack-refs\n\(hash) refs/heads/main\n"],
            [".git/HEAD": "\(hash)\n"],
            [
                ".git": "gitdir: store/worktrees/one\n", "store/worktrees/one/HEAD": head,
                "store/worktrees/one/commondir": "../..\n", "store/refs/heads/main": "\(hash)\n",
            ],
        ]
        for files in forms {
            let folder = try repository(files)
            let below = folder.url.appending(path: "deep/below")
            try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
            #expect(GitCommit.head(of: below.path) == hash)
        }
    }

    @Test(
        "[gg-26] is none before the first one, or where the files are not git's",
        arguments: [
            [".git/HEAD": "ref: refs/heads/main\n"], [".git/HEAD": "ref: ../../secret\n", "secret": "no hash"],
            [".git/HEAD": "garbage"], [".git/config": ""],
        ]
    )
    func none(files: [String: String]) throws {
        #expect(GitCommit.head(of: try repository(files).path) == nil)
    }
}
