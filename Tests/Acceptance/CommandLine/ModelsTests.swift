import Support
import Testing

@Suite struct ModelsTests {
    @Test("shows inputs and outputs, and the reason of a model that cannot be loaded")
    func configured() async throws {
        let marram = try MarramCommand(
            """
            models:
              - {name: iris, path: \(Sample.iris)}
              - {name: torn, path: \(Project.fixture("truncated"))}
            """
        )
        let result = try await marram.run(["models"])
        #expect(result.code == 1)
        for line in [
            "  input     X FP32 [any, 4]", "  output    label INT64 [any]", "  output    probabilities FP32 [any, 3]",
        ] {
            #expect(result.output.contains(line), "\(result.output)")
        }
        let torn = result.output.split(separator: "\n").drop { $0 != "torn" }.dropFirst().first ?? ""
        #expect(torn.hasPrefix("  refused   ") && torn.contains("truncated.onnx"), "\(result.output)")
    }

    @Test("shows a file without any configuration")
    func file() async throws {
        let result = try await MarramCommand().run(["models", "--model", Project.fixture("int64")])
        #expect(result.code == 0)
        #expect(result.output.contains("INT64"))
    }

    @Test("shows a classifier's maps as the tensors that requests ask for: [inference-16]")
    func maps() async throws {
        let result = try await MarramCommand().run(["models", "--model", Project.fixture("maps_by_text")])
        #expect(result.code == 0, "\(result.errors)")
        for line in ["  output    probabilities FP32 [any, any]", "  output    labels BYTES [any, any]"] {
            #expect(result.output.contains(line), "\(result.output)")
        }
    }

    @Test("says that no models are configured")
    func none() async throws {
        let result = try await MarramCommand("node: shop").run(["models"])
        #expect(result.code == 0)
        #expect(result.output.contains("no models are configured"))
    }

    @Test("tells a broken configuration as 'check' does")
    func broken() async throws {
        let result = try await MarramCommand("nod: shop").run(["models"])
        #expect(result.code == 1)
        #expect(result.errors.contains(#/^error: .*gg-config\.yml:\d+:\d+: .*'node'/#), "\(result.errors)")
    }
}
