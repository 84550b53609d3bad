import Foundation
import Support
import Testing

@Suite struct BasicsTests {
    @Test("prints the versions of the program and of the library")
    func version() async throws {
        let result = try await MarramCommand().run(["version"])
        #expect(result.code == 0)
        #expect(
            result.output.contains(#/^marram \d+\.\d+\.\d+ \((x86_64|aarch64)\)\nonnxruntime 1\.\d+\.\d+ \(.+\)\n$/#)
        )
        let short = try await MarramCommand().run(["--version"])
        #expect(short.code == 0)
        #expect(result.output.hasPrefix("marram " + short.output.trimmingCharacters(in: .newlines)))
    }

    @Test("is of the same version as gg")
    func commonVersion() async throws {
        let gg = try await Command([Project.program("gg"), "--version"]).run()
        #expect(gg.code == 0)
        #expect(gg.output == (try await MarramCommand().run(["--version"])).output)
    }

    @Test(
        "explains itself",
        arguments: [
            ([], ["run", "check", "infer", "models", "bench", "version"]),
            (["run"], ["--config", "--log-format", "--log-level", "SIGTERM"]),
            (["check"], ["--set", "--component", "--configuration"]),
            (["infer"], ["--model", "--input", "--timeout", "X=5.1,3.5,1.4,0.2"]),
            (["models"], ["--model", "exit code"]),
            (["bench"], ["--rows", "--threads", "--seconds", "--input", "--json", "models/iris"]),
            (["version"], ["versions of the program"]),
        ]
    )
    func help(command: [String], words: [String]) async throws {
        let result = try await MarramCommand().run(command + ["--help"])
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        let missing = words.filter { !result.output.contains($0) }
        #expect(missing.isEmpty, "\(result.output)")
    }

    @Test("keeps out of its help what only it itself starts")
    func hidden() async throws {
        #expect(try await !MarramCommand().run(["--help"]).output.contains("probe"))
        #expect(try await MarramCommand().run(["probe", "--help"]).output.contains("--parent"))
    }

    @Test(
        "refuses wrong usage with code 64 and a reason",
        arguments: [
            (["runn"], "runn"),
            (["run", "extra"], "extra"),
            (["run", "--log-format", "xml"], "'text' and 'json'"),
            (["run", "--log-level", "loud"], "debug"),
            (["check", "--set", "2X=1"], "NAME=value"),
            (["check", "--config"], "--config"),
            (["infer"], "--input"),
            (["infer", "iris"], "--input"),
            (["infer", "--input", "X=1"], "--model"),
            (["infer", "iris", "--model", Sample.iris, "--input", "X=1"], "not both"),
            (["infer", "iris", "--input", "X=1", "--timeout", "0"], "1 to 3600"),
            (["infer", "iris", "--input", "X=1", "--timeout", "soon"], "--timeout"),
            (["bench"], "<model>"),
            (["bench", Sample.iris, "--rows", "1,x"], "whole numbers from 1"),
            (["bench", Sample.iris, "--rows", "0"], "whole numbers from 1"),
            (["bench", Sample.iris, "--threads", ""], "whole numbers from 1 to 256"),
            (["bench", Sample.iris, "--seconds", "0"], "0.01 to 3600"),
            (["bench", Sample.iris, "--input", "X"], "NAME=values"),
        ]
    )
    func usage(arguments: [String], reason: String) async throws {
        let result = try await MarramCommand().run(arguments)
        #expect(result.code == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }

    @Test(
        "says what was tried when there is no ONNX Runtime",
        arguments: [["run"], ["models"], ["infer"], ["bench", "iris"]]
    )
    func noRuntime(command: [String]) async throws {
        let marram = try MarramCommand("models: [{name: iris, path: \(Sample.iris)}]")
        let rest = command == ["infer"] ? ["--model", Sample.iris, "--input", "X=1,2,3,4"] : []
        let result = try await marram.run(command + rest, environment: ["MARRAM_ONNXRUNTIME": "/nonexistent"])
        #expect(result.code == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("/nonexistent"), "\(result.errors)")
        #expect(result.errors.contains("helpers/setup.sh"), "\(result.errors)")
    }
}
