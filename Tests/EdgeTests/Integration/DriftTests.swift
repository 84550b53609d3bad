import Drift
import Foundation
import MQTT
import Support
import Testing

@testable import Edge

@Suite("Drift on a real broker")
struct DriftTests {
    private static let settings: [String: any Sendable] = [
        "drift": ["window": 50, "warm_up": 100, "cooldown": "1h"] as [String: any Sendable],
        "retrain": ["mode": "mqtt", "min_rows": 200, "min_share": 0] as [String: any Sendable],
        "state_interval": "1s",
    ]
    private static let start = 1_000_000_000_000

    /// Rows of x and y around 0, far below the threshold of anomalies.
    private static func columns(around mean: Double = 0) -> [ReferenceColumn] {
        var draws = Draws(1)
        return ["x", "y"].map { name in
            ReferenceColumn(name, .numeric(draws.normals(WindowModel.trainingRows, mean: mean, sd: 0.1)))
        }
    }

    /// Sends rows a second apart, as in training but for `shift`.
    private static func send(
        _ rows: Range<Int>,
        shift: Double = 0,
        _ scene: TelemetryScene,
        device: String = "hall2/press4"
    ) {
        var draws = Draws(UInt64(rows.lowerBound + 77))
        for row in rows {
            scene.client.send(
                TelemetryScene.reading(shift + 0.1 * draws.normal(), 0.1 * draws.normal(), at: start + 1000 * row),
                to: "plant/\(device)/telemetry",
                qos: .atLeastOnce
            )
        }
    }

    /// Waits for the retained state of the binding that satisfies a condition.
    private static func state(
        _ scene: TelemetryScene,
        _ what: String,
        _ isWanted: @escaping @Sendable (String) -> Bool
    ) async throws {
        _ = try await scene.client.wait(for: what) { messages in
            messages.contains {
                $0.topic == "marram/v1/n1/drift/press" && isWanted($0.object["state"] as? String ?? "")
            }
        }
    }

    @Test("[drift-170] [drift-171] a drift is told, one new model is asked for, and a restart asks for no second one")
    func drift() async throws {
        let broker = try await Broker()
        let folder = try TemporaryFolder()
        let model = try WindowModel(profile: Self.columns())
        let client = try await TestClient(port: broker.port)
        // What holds the folder is gone when the block ends.
        do {
            let node = try TelemetryScene.node(
                settings: Self.settings,
                model: model,
                port: broker.port,
                folder: folder
            )
            let scene = TelemetryScene(broker: broker, client: client, node: node, model: model)
            try await client.waitForStatus("online")
            try await Self.state(scene, "the state before any row") { $0 == "warm_up" }
            Self.send(0..<300, scene)
            try await Self.state(scene, "a calm state") { $0 == "normal" }
            Self.send(300..<900, shift: 0.08, scene)
            let drift = try await scene.events(1, "drift")[0].object
            #expect(
                drift["type"] as? String == "io.marram.drift.detected.v1"
                    || drift["type"] as? String == "io.marram.drift.warning.v1"
            )
            try await Self.state(scene, "the state of drift") { $0 == "drift" }
            let asked = try await scene.events(1, "retrain")[0].object
            #expect(
                asked["type"] as? String == "io.marram.retrain.requested.v1"
                    && asked["subject"] as? String == "press-ae"
            )
            let data = try #require(asked["data"] as? [String: Any])
            #expect((data["request"] as? String)?.hasPrefix("drift__press-ae__") == true)
            #expect(try #require(data["new_rows"] as? Int) >= 200 && data["binding"] as? String == "press")
            let ids = try #require(data["drift_event_ids"] as? [String])
            let told = try await scene.events(1, "drift").compactMap(\.id)
            #expect(!ids.isEmpty && Set(ids).isSubset(of: told))
            let health = try await client.health { $0.models["press-ae"]?.drift == "drift" }
            #expect(health.models["press-ae"]?.drift == "drift")
            try await scene.end()
        }
        let second = try TelemetryScene.node(
            settings: Self.settings,
            model: model,
            port: broker.port,
            folder: folder
        )
        try await second.log.wait(for: "drift is watched further")
        try await client.waitForStatus("online", times: 2)
        let again = TelemetryScene(broker: broker, client: client, node: second, model: model)
        Self.send(900..<1500, shift: 0.08, again)
        try await again.health { $0.readings >= 600 }
        let all = client.state.value.messages.filter { $0.topic.hasSuffix("/event/retrain") }
        // Nobody has said that it was accepted: it is told again, under the same identifier.
        #expect(Set(all.compactMap(\.id)).count == 1)
        try await second.stop()
    }

    @Test("[drift-172] labels on a topic tell of a model that has become wrong")
    func labels() async throws {
        let labels: [String: any Sendable] = [
            "topic": "labels/+/+", "key": ["$topic[1]", "$topic[2]"], "anomaly": "$.anomaly",
        ]
        let scene = try await TelemetryScene.start(
            ["drift": ["on": ["error"], "detectors": ["hddm_a"], "labels": labels] as [String: any Sendable]],
            settings: Self.settings,
            model: WindowModel(profile: Self.columns())
        )
        scene.send([0, 0, 0, 0])
        _ = try await scene.predictions(1)
        func label(_ value: String, _ count: Int) {
            for _ in 0..<count { scene.client.send(Array(value.utf8), to: "labels/hall2/press4", qos: .atLeastOnce) }
        }
        label(#"{"anomaly": false}"#, 300)
        label(#"{"anomaly": true}"#, 150)
        let event = try await scene.events(1, "drift")[0].object
        let data = try #require(event["data"] as? [String: Any])
        #expect(data["scope"] as? String == "error" && data["feature"] as? String == "error")
        label(#"{"anomaly": 7}"#, 1)
        let refused = try await scene.events(1, "input")[0].object
        let reason = try #require((refused["data"] as? [String: Any])?["reason"] as? String)
        #expect(reason.contains("expected 0 or 1"))
        try await scene.end()
    }

    @Test("[drift-173] a baseline that cannot be used stops no binding, and its reason is told")
    func unusable() async throws {
        let model = try WindowModel(profile: Self.columns())
        let path = model.path + "/baseline.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let broken = text.replacingOccurrences(
            of: "\"drift\": {\"schema_version\":1",
            with: "\"drift\": {\"schema_version\":9"
        )
        #expect(broken != text)
        try broken.write(toFile: path, atomically: true, encoding: .utf8)
        let scene = try await TelemetryScene.start(settings: Self.settings, model: model)
        scene.send([0, 0, 0, 0])
        _ = try await scene.predictions(2)
        try await Self.state(scene, "a state that says that nothing is watched") { $0 == "off" }
        let state = try #require(scene.client.state.value.messages.last { $0.topic == "marram/v1/n1/drift/press" })
        #expect((state.object["reason"] as? String)?.contains("schema_version is 9") == true)
        try await scene.end()
    }

    @Test("[drift-174] a candidate on trial is held against its own training, and what has drifted reaches its gates")
    func trial() async throws {
        let scene = try await TelemetryScene.start(
            settings: Self.settings,
            model: WindowModel(profile: Self.columns())
        )
        Self.send(0..<200, scene)
        try await Self.state(scene, "a calm state") { $0 == "normal" }
        // One that was trained on rows around 1 finds rows around 0 strange; the model that serves does not.
        let staged = try SwapTelemetryTests.staged("8", WindowModel(profile: Self.columns(around: 1)))
        scene.node.order(.trial(staged, sharePercent: 50))
        try await scene.node.log.wait(for: "candidate on trial")
        Self.send(200..<700, scene)
        try await scene.node.report { report in
            if case .trial(_, 0, _, _, _?) = report.figures { true } else { false }
        }
        #expect(!scene.client.state.value.messages.contains { $0.topic.hasSuffix("/event/drift") })
        scene.node.order(.withdraw(Staged.name("press-ae"), staged.id))
        try await scene.node.log.wait(for: "candidate withdrawn")
        try await scene.end()
    }
}
