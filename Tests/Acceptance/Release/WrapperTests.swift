import Foundation
import Support
import Testing

@Suite("Release helpers of a pipeline")
struct WrapperTests {
    /// What a helper hands to gg, a word a line.
    private func words(
        _ helper: String,
        _ arguments: [String] = [],
        _ environment: [String: String] = [:]
    ) async throws -> [String] {
        var all = environment
        all["GG"] = Python.script("say_words.sh")
        let helper = Project.root.appendingPathComponent("helpers/\(helper)").path
        let result = try await Command([helper] + arguments, environment: all).run()
        #expect(result.code == 0, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test("take the flags that pipelines have")
    func flags() async throws {
        let words = try await words(
            "gg-create-build-files",
            [
                "--import-config-file", "greengrass-config.yml", "--project-name-id=press-p1",
                "--artifact-bucket-name", "artifacts", "--region", "eu-west-1", "--update-version", "minor",
                "--cache-models", "--log-level", "INFO", "--gdk",
            ]
        )
        #expect(
            words == [
                "synth", "--config", "greengrass-config.yml", "--update-version", "minor", "--gdk", "--set",
                "PROJECT_NAME_ID=press-p1", "--artifact-bucket", "artifacts", "--region", "eu-west-1",
            ]
        )
    }

    @Test("take the variables that CodeBuild projects have")
    func variables() async throws {
        let project = ["PROJECT_NAME": "press", "PROJECT_ID": "p1", "ARTIFACT_BUCKET": "b", "REGION": "eu-west-1"]
        #expect(
            try await words("gg-create-build-files", [], project) == [
                "synth", "--set", "PROJECT_NAME_ID=press-p1", "--artifact-bucket", "b", "--region", "eu-west-1",
            ]
        )
        #expect(
            try await words("gg-build.sh", ["--jobs", "4"], project.merging(["ARTIFACT_BUCKET_KMS_ARN": "k"]) { $1 })
                == ["build", "--upload", "--region", "eu-west-1", "--kms-key", "k", "--jobs", "4"]
        )
        let stage = [
            "ROLE_TARGET": "arn:aws:iam::222222222222:role/deploy", "ROLE_EXTERNAL_ID": "word",
            "CODEBUILD_SRC_DIR_GDKArtefacts": "/in", "TARGET_ARN": "arn:aws:iot:eu-west-1:222222222222:thinggroup/a",
        ]
        let role = ["--assume-role", "arn:aws:iam::222222222222:role/deploy", "--external-id", "word"]
        #expect(try await words("gg-publish.sh", [], stage) == ["publish"] + role + ["--release", "/in/release.json"])
        #expect(
            try await words("gg-deploy.sh", ["--dry-run"], stage)
                == ["deploy", "--wait", "--target-arn", "arn:aws:iot:eu-west-1:222222222222:thinggroup/a"] + role
                + ["--release", "/in/release.json", "--dry-run"]
        )
    }

    @Test("refuse a flag without its value")
    func missing() async throws {
        let helper = Project.root.appendingPathComponent("helpers/gg-create-build-files").path
        let result = try await Command([helper, "--region"]).run()
        #expect(result.code == 64 && result.errors == "gg-create-build-files: --region needs a value\n")
    }
}
