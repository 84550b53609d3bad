import Drift
import MQTT
import Monitoring
import Support
import Testing

@testable import Edge

@Suite("What a node tells its board of drift")
struct DriftTellingTests {
    @Test("[metrics-6] [metrics-13] features with their statistics, limits and histograms")
    func features() async throws {
        var draws = Draws(1)
        let columns = ["x", "y"].map { name in
            ReferenceColumn(name, .numeric(draws.normals(WindowModel.trainingRows, mean: 0, sd: 0.1)))
        }
        let board = Board(session: 1)
        let scene = try await TelemetryScene.start(
            settings: ["drift": ["window": 50, "warm_up": 100] as [String: any Sendable]],
            model: WindowModel(profile: columns),
            board: board
        )
        for row in 0..<400 {
            scene.client.send(
                TelemetryScene.reading(
                    (row < 200 ? 0 : 0.3) + 0.1 * draws.normal(),
                    0.1 * draws.normal(),
                    at: 1_000_000_000_000 + 1000 * row
                ),
                to: "plant/hall2/press4/telemetry",
                qos: .atLeastOnce
            )
        }
        let moment = try await TellingTests.wait(board, for: "a feature that drifts") {
            $0.state.drift.first?.features.contains { $0.state == "drift" && !$0.statistics.isEmpty } == true
        }
        let drift = moment.state.drift[0]
        #expect(drift.binding == "press" && drift.model == "press-ae" && drift.window == 50)
        #expect(drift.profileID?.isEmpty == false)
        let feature = try #require(drift.features.first { $0.state == "drift" && !$0.statistics.isEmpty })
        #expect(!feature.detectors.isEmpty && feature.samples > 0)
        let psi = try #require(feature.statistics.first { $0.name == "psi" })
        #expect((psi.value ?? 0) > (psi.drift ?? 1))
        let bins = try #require(feature.histogram)
        #expect(bins.reference.count == bins.edges.count + 1 && bins.current.count == bins.reference.count)
        #expect(bins.current.reduce(0, +) == 50)
        let lane = try #require(drift.history.features.first { $0.feature == feature.feature })
        #expect(lane.times.count >= 4 && lane.latest == feature.statistics)
        #expect(lane.lines.allSatisfy { $0.values.count == lane.times.count })
        try await TellingTests.wait(board, for: "the model's word of drift") { $0.state.models[0].drift == "drift" }
        try await scene.end()
    }
}
