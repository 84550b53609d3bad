import Foundation
import Support
import Testing

extension ReleasePipelineTests {
    @Suite("exit codes")
    struct ExitCodes {
        private let site: ReleaseSite

        init() async throws { site = try await ReleaseSite() }

        /// Runs a command with `--json`, which has to fail with a code and say the kind in both ways.
        private func expect(_ code: Int32, _ kind: String, _ arguments: String...) async throws {
            let result = try await site.gg(arguments + ["--json"], code: code)
            let failure = try #require(try Answer(result).error, "\(arguments)")
            #expect(failure.kind == kind, "\(arguments)")
            let lines = failure.message.split(separator: "\n").map { "error: \($0)" }
            #expect(result.errors.contains(lines.joined(separator: "\n")) && !lines.isEmpty, "\(arguments)")
        }

        @Test("[gg-3] each kind of failure has its own, and says itself as JSON")
        func kinds() async throws {
            try await expect(65, "input", "publish")
            try await expect(65, "input", "synth", "--config", "none.yml")
            let script = "tr a-z A-Z < limits.txt > \"$GG_ARTIFACTS_DIR/limits.bin\"\n"
            try site.folder.write("exit 3\n", to: "limits/build.sh")
            try await site.gg(["synth"])
            try await expect(70, "command", "build")
            try await expect(65, "input", "publish")
            try site.folder.write(script, to: "limits/build.sh")
            try await site.prepare()
            try site.cloud.greengrass.fail("GetCallerIdentity", "AccessDenied")
            try await expect(69, "cloud", "publish")
            try await site.gg(["publish"])
            for (state, code, kind) in [("IN_PROGRESS", 75, "timeout"), ("FAILED", 76, "deployment")]
                as [(
                    String, Int32, String
                )]
            {
                try site.cloud.greengrass.setDevice(
                    "edge",
                    groups: [ReleaseSite.group()],
                    deployments: [["coreDeviceExecutionStatus": state]]
                )
                try await expect(code, kind, "deploy", "--force", "--wait", "1s")
            }
            try await expect(65, "input", "deploy", "--target-arn", "line")
            try await expect(65, "input", "cancel", "00000000-0000-0000-0000-000000000000")
        }

        @Test(
            "a command line that is wrong ends with 64, and is told on standard error alone",
            arguments: [
                (["publish", "--external-id", "x"], "--external-id goes with --assume-role"),
                (["publish", "--session-tag", "a=b"], "--session-tag goes with --assume-role"),
                (["publish", "--assume-role", "admin"], "admin"), (["publish", "--jobs", "0"], "--jobs is 0"),
                (["build", "--jobs", "0"], "--jobs 0"), (["build", "--kms-key", "k"], "go with --upload"),
                (["deploy", "--timeout", "1s"], "--timeout goes with --wait"),
                (["deploy", "--frobnicate"], "--frobnicate"),
                (["cancel"], "name either a deployment or --target-arn"), (["status", "--watch"], "--watch needs"),
                (["synth", "--set", "1=2"], "--set 1"), (["synth", "--check"], "--check goes with --offline"),
            ]
        )
        func usage(arguments: [String], told: String) async throws {
            let result = try await site.gg(arguments, code: 64)
            #expect(result.errors.hasPrefix("Error: ") && result.errors.contains(told))
            #expect(result.errors.contains("Usage: gg ") && result.output.isEmpty)
        }
    }
}
