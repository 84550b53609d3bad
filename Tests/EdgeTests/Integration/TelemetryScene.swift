import Foundation
import Inference
import MQTT
import Monitoring
import Support

@testable import Edge

/// A broker, a node with one binding on it, and a client that sees all that the node says.
struct TelemetryScene {
    let broker: Broker
    let client: TestClient
    let node: TestNode
    let model: WindowModel

    /// What a binding of the tests has if nothing else is said.
    static let binding: [String: any Sendable] = [
        "binding": "press",
        "source": ["topic": "plant/+/+/telemetry"] as [String: any Sendable],
        "key": ["$topic[1]", "$topic[2]"],
        "time": ["path": "$.ts", "format": "epoch_ms"],
        "model": "press-ae",
        "fields": ["$.v.x", "$.v.y"],
        "anomaly": [String: any Sendable](),
        "publish": ["predictions": "always"] as [String: any Sendable],
    ]

    /// Starts all three; returns once the node has announced itself.
    static func start(
        _ changes: [String: any Sendable] = [:],
        settings: [String: any Sendable] = [:],
        model: WindowModel? = nil,
        fake: (any InferenceSession)? = nil,
        broker: Broker? = nil,
        status: String = "online",
        folder: TemporaryFolder? = nil,
        board: Board? = nil
    ) async throws -> TelemetryScene {
        let broker = if let broker { broker } else { try await Broker() }
        let client = try await TestClient(port: broker.port)
        let model = try model ?? WindowModel(fixture: fake == nil ? "window" : nil)
        let node = try node(
            changes,
            settings: settings,
            model: model,
            fake: fake,
            port: broker.port,
            folder: folder,
            board: board
        )
        let scene = TelemetryScene(broker: broker, client: client, node: node, model: model)
        try await client.waitForStatus(status)
        return scene
    }

    /// A node with the binding.
    static func node(
        _ changes: [String: any Sendable] = [:],
        settings: [String: any Sendable] = [:],
        model: WindowModel,
        fake: (any InferenceSession)? = nil,
        port: Int,
        folder: TemporaryFolder? = nil,
        board: Board? = nil
    ) throws -> TestNode {
        var configuration = settings
        configuration["health_interval"] = "1s"
        if fake != nil { configuration["inference"] = ["warm_up": 0] }
        configuration["models"] = [["name": "press-ae", "path": model.path]]
        configuration["bindings"] = [binding.merging(changes) { $1 }]
        return try TestNode(
            configuration,
            port: port,
            loader: TestLoader(onnx: OnnxLoader.testing(), fakes: fake.map { ["press-ae": $0] } ?? [:]),
            folder: folder,
            board: board
        )
    }

    /// A reading of both fields.
    static func reading(_ x: Double, _ y: Double? = nil, at milliseconds: Int) -> [UInt8] {
        Array(#"{"ts":\#(milliseconds),"v":{"x":\#(x),"y":\#(y ?? x)}}"#.utf8)
    }

    /// Sends readings of one device, a second apart, from `start` on.
    func send(
        _ values: [Double],
        from start: Int = 1_000_000_000_000,
        device: String = "hall2/press4",
        qos: QoS = .atLeastOnce
    ) {
        for (index, value) in values.enumerated() {
            client.send(
                Self.reading(value, at: start + 1000 * index),
                to: "plant/\(device)/telemetry",
                qos: qos
            )
        }
    }

    /// Waits for so many predictions; returns them.
    func predictions(_ count: Int, of binding: String = "press") async throws -> [TestClient.Message] {
        let topic = "marram/v1/n1/prediction/\(binding)"
        return try await client.wait(for: "\(count) predictions") { $0.count { $0.topic == topic } >= count }
            .filter { $0.topic == topic }
    }

    /// Waits for so many events of a kind; returns them.
    func events(_ count: Int, _ kind: String = "anomaly") async throws -> [TestClient.Message] {
        let topic = "marram/v1/n1/event/\(kind)"
        return try await client.wait(for: "\(count) events") { $0.count { $0.topic == topic } >= count }
            .filter { $0.topic == topic }
    }

    /// Waits for a health message in which the binding satisfies a condition.
    @discardableResult
    func health(
        _ isDone: @escaping @Sendable (HealthReport.Binding) -> Bool
    ) async throws -> HealthReport.Binding {
        let health = try await client.health { $0.bindings["press"].map(isDone) ?? false }
        return health.bindings["press"] ?? HealthReport.Binding()
    }

    /// Ends the node in order.
    func end() async throws { try await node.stop() }
}
