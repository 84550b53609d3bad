import Foundation
import Inference
import MQTT
import Support
import Tensors
import Testing

@testable import Edge

@Suite("A binding's life on a real broker")
struct TelemetryLifeTests {
    /// A session of a node that has ended when this returns, and holds its folder no longer.
    private static func session(
        _ broker: Broker,
        _ client: TestClient,
        _ model: WindowModel,
        _ folder: TemporaryFolder,
        _ changes: [String: any Sendable] = [:],
        _ body: (TelemetryScene) async throws -> Void
    ) async throws {
        let node = try TelemetryScene.node(changes, model: model, port: broker.port, folder: folder)
        try await client.waitForStatus("online")
        try await body(TelemetryScene(broker: broker, client: client, node: node, model: model))
        try await node.stop()
    }

    @Test("[bindings-51] [bindings-53] windows and open episodes go on after a restart")
    func restart() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        let model = try WindowModel()
        try await Self.session(broker, client, model, folder) { scene in
            scene.send([9, 9, 9])
            scene.send([1, 1], device: "hall2/press5")
            _ = try await scene.events(1)
            try await scene.health { $0.readings == 5 }
        }
        let second = try TelemetryScene.node(model: model, port: broker.port, folder: folder)
        let scene = TelemetryScene(broker: broker, client: client, node: second, model: model)
        try await second.log.wait(for: "windows restored")
        try await client.waitForStatus("online", times: 2)
        scene.send([1], from: 1_000_000_002_000, device: "hall2/press5")
        scene.send([0, 0], from: 1_000_000_003_000)
        // 9 9 9 | 9 9 0 | 9 0 0, and the one of the other key, of rows of before and after.
        _ = try await scene.predictions(4)
        let health = try await scene.health { $0.predictions == 3 }
        #expect(health.anomaliesOpen == 1 && health.keys == 2 && health.events == 0)
        scene.send([0], from: 1_000_000_005_000)
        let events = try await scene.events(2)
        #expect(
            events.map { $0.object["type"] as? String } == [
                "io.marram.anomaly.opened.v1", "io.marram.anomaly.closed.v1",
            ]
        )
        #expect((events[1].object["data"] as? [String: Any])?["started"] as? String == "2001-09-09T01:46:42.000Z")
        try await second.stop()
    }

    @Test("[bindings-51] windows of another form are dropped, and the log says so")
    func otherForm() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        let model = try WindowModel()
        try await Self.session(broker, client, model, folder) { scene in
            scene.send([9, 9, 9])
            _ = try await scene.events(1)
        }
        let changes: [String: any Sendable] = [
            "fields": [["path": "$.v.x", "scale": 2], ["path": "$.v.y"]] as [[String: any Sendable]]
        ]
        let second = try TelemetryScene.node(changes, model: model, port: broker.port, folder: folder)
        try await second.log.wait(for: "saved windows dropped")
        #expect(second.log.lines(containing: "windows restored").isEmpty)
        let scene = TelemetryScene(broker: broker, client: client, node: second, model: model)
        let closed = try await scene.events(2)[1].object
        let data = closed["data"] as? [String: Any] ?? [:]
        #expect(closed["type"] as? String == "io.marram.anomaly.closed.v1")
        #expect(data["ending"] as? String == "interrupted" && data["score"] as? Double == 9)
        #expect((data["top_fields"] as? [Any])?.count == 2)
        try await scene.health { $0.anomaliesOpen == 0 }
        try await second.stop()
    }

    @Test("[bindings-51] without times of their own, windows older than the gap are dropped")
    func tooOld() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let folder = try TemporaryFolder()
        let model = try WindowModel()
        let changes: [String: any Sendable] = ["time": NSNull(), "window": ["max_gap_s": 0.001]]
        try await Self.session(broker, client, model, folder) { scene in
            scene.send([9, 9, 9])
            _ = try await scene.events(1)
        }
        try await Self.session(broker, client, model, folder, changes) { scene in
            try await scene.node.log.wait(for: "too_old=1")
            let events = try await scene.events(2).map { $0.object["type"] as? String }
            #expect(events.last == "io.marram.anomaly.closed.v1")
        }
        // It is told once.
        let third = try TelemetryScene.node(changes, model: model, port: broker.port, folder: folder)
        try await client.waitForStatus("online", times: 3)
        let scene = TelemetryScene(broker: broker, client: client, node: third, model: model)
        try await scene.health { $0.events == 0 }
        try await third.stop()
    }

    @Test("[bindings-1] [bindings-2] a binding that does not fit is refused with its reason; others and requests go on")
    func refused() async throws {
        let scene = try await TelemetryScene.start(["fields": ["$.v.x"]], status: "degraded")
        let health = try await scene.health { $0.reason != nil }
        #expect(health.reason?.contains("1 fields, but the model was trained on 2: x, y") == true, "\(health)")
        let answer = try await scene.client.ask(
            Body.floats([1, 1, 1, 1, 1, 1], shape: [1, 3, 2]),
            of: "marram/v1/n1/infer/press-ae"
        )
        #expect(answer.property("status") == "200")
        try await scene.end()
    }

    @Test("[bindings-21] a slow model drops the oldest windows of QoS 0, counts them, and goes on")
    func slowModel() async throws {
        let gate = Gate()
        let scene = try await TelemetryScene.start(
            ["source": ["topic": "plant/+/+/telemetry", "qos": 0] as [String: any Sendable]],
            settings: ["limits": ["queue": 4]],
            fake: gate.windows()
        )
        scene.send([100, 100, 100], qos: .atMostOnce)
        try await gate.reached.wait(for: "the first run") { $0 == 1 }
        scene.send((0..<10).map(Double.init), from: 1_000_000_003_000, qos: .atMostOnce)
        try await scene.health { $0.readings == 13 && $0.dropped == 6 && $0.queue == 4 }
        gate.open()
        let predictions = try await scene.predictions(5)
        #expect(predictions.map { $0.object["score"] as? Double } == [100, 6, 7, 8, 9])
        try await scene.end()
    }

    @Test("[bindings-50] telemetry of QoS 1 is acknowledged when what it caused is safe, and read on only then")
    func acknowledgement() async throws {
        let gate = Gate()
        let scene = try await TelemetryScene.start(settings: ["limits": ["queue": 2]], fake: gate.windows())
        let acknowledged = "Received PUBACK from marram-n1-binding-press"
        scene.send([100, 100, 100])
        try await gate.reached.wait(for: "the first run") { $0 == 1 }
        #expect(!scene.broker.log.contains("\(acknowledged) (Mid: 3"))
        gate.open()
        _ = try await scene.predictions(1)
        try await scene.broker.waitForLog("\(acknowledged) (Mid: 3")
        scene.send((0..<10).map(Double.init), from: 1_000_000_003_000)
        _ = try await scene.predictions(11)
        let health = try await scene.health { $0.predictions == 11 }
        #expect(health.dropped == 0)
        try await scene.end()
    }

    @Test("[bindings-10] instances share the readings of a binding that keeps no state, and each reading counts once")
    func sharing() async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let binding: [String: any Sendable] = [
            "binding": "press", "source": ["topic": "plant/+/+/telemetry"], "model": "mlp",
            "fields": ["$.a", "$.b", "$.c", "$.d"],
        ]
        let nodes = try ["a", "b"].map { name in
            try TestNode(
                [
                    "instance": name, "health_interval": "1s", "bindings": [binding],
                    "models": [["name": "mlp", "path": Project.fixture("mlp")]],
                ],
                port: broker.port,
                loader: OnnxLoader.testing()
            )
        }
        for name in ["a", "b"] { try await client.waitForStatus("online", of: name) }
        for number in 0..<40 {
            client.send(Array(#"{"a":\#(number),"b":1,"c":1,"d":1}"#.utf8), to: "plant/hall2/press4/telemetry")
        }
        try await client.wait(for: "40 predictions") {
            $0.count { $0.topic == "marram/v1/n1/prediction/press" } >= 40
        }
        let first = try await client.health(of: "a").bindings["press"]?.readings ?? 0
        let second = try await client.health(of: "b").bindings["press"]?.readings ?? 0
        #expect(first + second == 40 && first > 0 && second > 0)
        for node in nodes { try await node.stop() }
    }

    @Test("[bindings-22] a score that is not finite is counted and never published; the decision stays")
    func notFinite() async throws {
        let session = FakeSession.windows { $0 == 5 ? .nan : $0 }
        let scene = try await TelemetryScene.start(fake: session)
        scene.send([9, 9, 9, 5, 5, 5, 9])
        _ = try await scene.predictions(2)
        let health = try await scene.health { $0.windows == 5 }
        #expect(health.errors == 3 && health.events == 1 && health.anomaliesOpen == 1)
        let data = try #require(try await scene.events(1, "input").first?.object["data"] as? [String: Any])
        #expect(data["code"] as? String == "internal")
        #expect(scene.client.messages.allSatisfy { !$0.text.lowercased().contains(":nan") })
        try await scene.end()
    }

    @Test("[bindings-20] a window that the model fails on costs no other its prediction")
    func culprit() async throws {
        let scene = try await TelemetryScene.start(fake: FakeSession.windows(failingOn: 5) { $0 })
        for device in 0..<8 { scene.send([1, 1, device == 3 ? 5 : 1], device: "a/\(device)") }
        let predictions = try await scene.predictions(7)
        #expect(!predictions.contains { ($0.object["key"] as? [String]) == ["a", "3"] })
        let health = try await scene.health { $0.windows == 8 }
        #expect(health.errors == 1)
        try await scene.end()
    }
}

extension FakeSession {
    /// The score of a window is its last number, or what `score` makes of it.
    static func windows(
        failingOn culprit: Float? = nil,
        _ score: @escaping @Sendable (Float) -> Float
    ) -> FakeSession {
        FakeSession(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 3, 2])],
            outputs: [TensorSignature(name: "score", datatype: .fp32, dimensions: [nil])]
        ) { inputs throws(InferenceError) in
            let values = numbers(inputs[0])
            let last = stride(from: 5, to: values.count, by: 6).map { values[$0] }
            if let culprit, last.contains(culprit) { throw InferenceError(.runFailed, "it does not like \(culprit)") }
            return [floats("score", [last.count], last.map(score))]
        }
    }
}

extension Gate {
    /// A model of windows whose runs with a last number of 100 or more wait until the gate is open.
    func windows() -> FakeSession {
        let inner = session()
        return FakeSession(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 3, 2])],
            outputs: [TensorSignature(name: "score", datatype: .fp32, dimensions: [nil])]
        ) { inputs throws(InferenceError) in
            let values = numbers(inputs[0])
            let last = stride(from: 5, to: values.count, by: 6).map { values[$0] }
            _ = try inner.run([floats("x", [last.count, 1], last)])
            return [floats("score", [last.count], last)]
        }
    }
}
