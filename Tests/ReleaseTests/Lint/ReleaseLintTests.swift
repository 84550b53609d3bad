import Foundation
import Recipes
import Release
import Testing

@Suite("Files of the linter")
struct ReleaseLintTests {
    private static let config = "custom-components: {app: {component-name: a, Lifecycle: {run: sleep 1}}}"
    private static let recipe = """
        {"RecipeFormatVersion": "2020-01-25", "ComponentName": "b", "ComponentVersion": "1.0.0",
         "ComponentDescription": "B", "Manifests": [{"Platform": {"runtime": "*"}, "Lifecycle": {"ran": "sleep 1"}}]}
        """

    private static func folder(_ files: [String: String]) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("lint-\(UUID().uuidString)").path
        for (name, text) in files {
            let file = URL(fileURLWithPath: "\(path)/\(name)")
            let folder = file.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return path
    }

    @Test("are the configuration, its recipes and its deployment by themselves [lint-1]")
    func found() throws {
        let folder = try Self.folder([
            "p/gg-config.yml": Self.config, "p/recipes/b.json": Self.recipe, "p/recipes/a.txt": "",
            "p/deployment.json": "{}",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(
            try ReleaseLint.files(config: "p/gg-config.yml", folder: folder)
                == ["p/gg-config.yml", "p/recipes/b.json", "p/deployment.json"]
        )
        #expect(
            try ReleaseLint.files(config: nil, folder: folder + "/p")
                == ["gg-config.yml", "recipes/b.json", "deployment.json"]
        )
        let error = #expect(throws: ReleaseError.self) { try ReleaseLint.files(config: nil, folder: folder) }
        #expect(error?.message.contains("gg-config.yml or greengrass-config.yml") == true)
    }

    @Test("are told apart by their keys, and those that are no YAML are findings [lint-1, lint-10]")
    func kinds() throws {
        let folder = try Self.folder([
            "c.yml": Self.config, "r.json": Self.recipe, "d.json": "{\"components\": {}}",
            "bad.yml": "a: \"b\"\n  c: d\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = ["c.yml", "r.json", "d.json", "bad.yml"]
        let report = try ReleaseLint.check(files: files, folder: folder, variables: [:])
        #expect(report.subjects.map(\.name) == ["bad.yml", "a", "b", "d.json"])
        #expect(report.subjects.map(\.source) == ["bad.yml", "c.yml", "r.json", "d.json"])
        #expect(report.findings.map(\.rule) == [.yaml, .stepUnknown])
        #expect(report.findings[0].origin == .text(source: "bad.yml", line: 2, column: 3))
        #expect(report.findings[0].remedy.hasSuffix("begin both lines alike:\na: \"b\"\nc: d"))
        #expect(report.findings[1].origin.line == "r.json:2")
        let error = #expect(throws: ReleaseError.self) {
            try ReleaseLint.check(files: ["none.yml"], folder: folder, variables: [:])
        }
        #expect(error?.message.hasPrefix("none.yml: there is no such file") == true)
    }

    @Test("are those of a project for a release [lint-4]")
    func project() throws {
        let folder = try Self.folder(["gg-config.yml": Self.config.replacing("sleep 1", with: "'a {'")])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let project = try Project(folder: folder, variables: [:])
        #expect(ReleaseLint.check(project).findings.map(\.rule) == [.brace])
    }
}
