import Foundation
import Recipes
import Support
import Testing

@Suite("The command gg synth")
struct SynthCommandTests {
    private func run(_ arguments: String..., in folder: TemporaryFolder) async throws -> Command.Result {
        try await Command(
            [Support.Project.program("gg"), "synth"] + arguments,
            environment: [
                "HOME": folder.path, "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "", "AWS_DEFAULT_REGION": "",
            ],
            folder: folder.url
        ).run()
    }

    private func configured(_ run: String = "sleep 1") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            custom-components:
              app:
                component-name: test.app
                ComponentDescription: A test
                ComponentPublisher: Tests
                Lifecycle: {run: {Script: "\(run)"}}
            """,
            to: "gg-config.yml"
        )
        return folder
    }

    @Test("[gg-1] [gg-3] ends with 65 without a configuration, or with two, and says so as JSON as well")
    func configuration() async throws {
        let folder = try TemporaryFolder()
        let none = try await run("--json", in: folder)
        #expect(none.code == 65)
        #expect(none.errors.hasPrefix("error: there is no gg-config.yml or greengrass-config.yml"))
        let told = try JSONValue(json: Array(none.output.utf8))
        #expect(told["error"]?["kind"]?.text == "input")
        for name in ["gg-config.yml", "greengrass-config.yml"] { try folder.write("custom-components: {}", to: name) }
        let both = try await run(in: folder)
        #expect(both.code == 65 && both.errors.contains("--config") && both.output.isEmpty)
    }

    @Test("[gg-28] ends with 65 without a region, and says how to give one")
    func region() async throws {
        let missing = try await run("--no-lint", in: configured())
        #expect(missing.code == 65)
        #expect(missing.errors.contains("--region") && missing.errors.contains("AWS_REGION"))
    }

    @Test("[gg-35] [gg-36] writes and checks the repository's recipes without a network")
    func offline() async throws {
        let folder = try configured()
        let missing = try await run("--offline", "--check", in: folder)
        #expect(missing.code == 65 && missing.errors.contains("recipes/test.app.json is missing"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/recipes"))
        let written = try await run("--offline", in: folder)
        #expect(written.code == 0 && written.output == "recipes/test.app.json\n")
        #expect(try await run("--offline", "--check", in: folder).code == 0)
        #expect(try await run("--check", in: folder).code == 64)
    }
}
