import Foundation
import Support
import Testing

/// The sample model of telemetry, `models/press`, and the configuration that binds it.
@Suite struct SampleModelTests {
    private static let model = Project.root.appendingPathComponent("models/press").path

    private struct Baseline: Decodable {
        struct Source: Decodable {
            struct File: Decodable, Equatable {
                let name: String
                let sha256: String
            }
            let files: [File]
        }
        struct Score: Decodable {
            let value: Double
        }
        let created: String
        let data: Source
        let score: Score

        init(_ folder: String) throws {
            self = try JSONDecoder().decode(
                Self.self,
                from: Data(contentsOf: URL(fileURLWithPath: folder + "/baseline.json"))
            )
        }
    }

    @Test("is what models/press/make.sh makes")
    func remade() async throws {
        let folder = try TemporaryFolder()
        let program = URL(fileURLWithPath: try Project.program("marram")).deletingLastPathComponent().path
        let made = try await Command(
            ["bash", Project.root.appendingPathComponent("models/press/make.sh").path, folder.path],
            environment: ["MARRAM_BIN_DIR": program]
        ).run(limit: .seconds(300))
        try #require(made.code == 0, "\(made.errors)")
        let (committed, again) = (try Baseline(Self.model), try Baseline(folder.path))
        #expect(again.data.files == committed.data.files)
        #expect(committed.data.files.count == 24 && again.created == committed.created)
        // Another BLAS library may round otherwise; the graph is the same.
        let sizes = try [Self.model, folder.path].map { folder in
            try Data(contentsOf: URL(fileURLWithPath: folder + "/model.onnx")).count
        }
        #expect(sizes[0] == sizes[1])
        #expect(abs(again.score.value / committed.score.value - 1) < 1e-4)
    }

    @Test(
        "finds a press that shakes too much, and nothing where nothing is wrong",
        arguments: [(["--fault", "shift@60+20:x"], true), (["--faults", "none"], false)]
    )
    func judges(faults: [String], isFound: Bool) async throws {
        let marram = try MarramCommand()
        let simulated = try await marram.run(
            ["simulate", "press", "--csv", "test.csv", "--rate", "5", "--duration", "10m", "--seed", "1234"]
                + ["--start", "2026-03-01T14:30:00Z"] + faults
        )
        try #require(simulated.code == 0, "\(simulated.errors)")
        let scored = try await marram.run(["score", Self.model, "test.csv", "--labels", "anomaly"])
        #expect(scored.code == 0, "\(scored.errors)")
        #expect(scored.output.contains(isFound ? "1 episode(s)" : "0 episode(s)"), "\(scored.output)")
    }

    @Test("is bound to the telemetry of presses by the project's gg-config.yml")
    func bound() async throws {
        let path = Project.root.appendingPathComponent("gg-config.yml").path
        let checked = try await MarramCommand().run(["check", "--config", path])
        #expect(checked.code == 0, "\(checked.errors)")
        #expect(checked.errors.isEmpty)
        #expect(checked.output.contains("plant/+/press/+/telemetry"), "\(checked.output)")
    }
}
