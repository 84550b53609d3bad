import Foundation
import MQTT
import Support

@testable import Edge

/// A node between two brokers: telemetry comes in on one, predictions go out on the other.
struct OutboxScene {
    let broker: Broker
    let uplink: Broker
    /// Sends telemetry and sees what the node says of itself.
    let device: TestClient
    /// Sees what goes over the uplink, also what comes while it is away.
    let cloud: TestClient
    let node: TestNode

    /// What a node has if nothing else is said: each reading becomes a prediction.
    static let configuration: [String: any Sendable] = [
        "bindings": [binding("press")], "outbox": ["rate": 100_000] as [String: any Sendable],
    ]

    static func binding(_ name: String) -> [String: any Sendable] {
        [
            "binding": name,
            "source": ["topic": "plant/telemetry"] as [String: any Sendable],
            "time": ["path": "$.ts", "format": "epoch_ms"],
            "model": "mlp",
            "fields": ["$.a", "$.b", "$.c", "$.d"],
        ]
    }

    /// Starts all; returns once the node has announced itself and its uplink is up.
    static func start(
        _ changes: [String: any Sendable] = [:],
        uplink lines: [String] = [],
        folder: TemporaryFolder? = nil
    ) async throws -> OutboxScene {
        let broker = try await Broker()
        let uplink = try await quietBroker(lines)
        let cloud = try await TestClient(port: uplink.port, isPersistent: true)
        let device = try await TestClient(port: broker.port)
        let node = try node(changes, broker: broker, uplink: uplink, folder: folder)
        try await device.waitForStatus("online")
        let scene = OutboxScene(broker: broker, uplink: uplink, device: device, cloud: cloud, node: node)
        try await device.health { $0.mqtt.uplink == "up" }
        return scene
    }

    /// A broker that remembers, and that does not log every message: there are many.
    static func quietBroker(_ lines: [String] = []) async throws -> Broker {
        try await Broker(["log_type none", "log_type information"] + lines, persistence: true)
    }

    static func node(
        _ changes: [String: any Sendable] = [:],
        broker: Broker,
        uplink: Broker?,
        folder: TemporaryFolder? = nil
    ) throws -> TestNode {
        var settings = configuration.merging(changes) { $1 }
        if let uplink { settings["uplink"] = ["port": uplink.port, "host": "127.0.0.1"] as [String: any Sendable] }
        return try Scene.node(settings, models: ["mlp"], port: broker.port, folder: folder)
    }

    /// Sends readings whose times are these numbers, in milliseconds.
    func send(_ numbers: Range<Int>, qos: QoS = .atLeastOnce) {
        for number in numbers {
            device.send(
                Array(#"{"ts":\#(1_700_000_000_000 + number),"a":1,"b":2,"c":3,"d":\#(number)}"#.utf8),
                to: "plant/telemetry",
                qos: qos
            )
        }
    }

    /// The predictions among messages as the numbers of their readings, in order, and whether they had waited.
    static func predictions(_ messages: [TestClient.Message], of binding: String = "press") -> [Prediction] {
        messages.filter { $0.topic == "marram/v1/n1/prediction/\(binding)" }.compactMap(Prediction.init)
    }

    /// Waits until so many different readings have arrived over the uplink.
    @discardableResult
    func arrived(_ count: Int, limit: Duration = .seconds(300)) async throws -> [Prediction] {
        // Each message is read once: the condition is asked again whenever something comes.
        let search = Guarded((next: 0, numbers: Set<Int>()))
        let all = try await cloud.wait(limit: limit, for: "\(count) predictions") { messages in
            search.withLock { search in
                search.numbers.formUnion(Self.predictions(Array(messages[search.next...])).map(\.number))
                search.next = messages.count
                return search.numbers.count >= count
            }
        }
        return Self.predictions(all)
    }

    struct Prediction: Equatable {
        let number: Int
        let isReplayed: Bool

        init?(_ message: TestClient.Message) {
            guard let time = message.object["source_time"] as? String,
                let replayed = message.object["replayed"] as? Bool,
                let date = try? Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            else { return nil }
            number = Int((date.timeIntervalSince1970 * 1000).rounded()) - 1_700_000_000_000
            isReplayed = replayed
        }
    }
}

extension [OutboxScene.Prediction] {
    /// Each in its first coming: QoS 1 may bring some again, to us as well as to the broker.
    var comings: [OutboxScene.Prediction] {
        var seen: Set<Int> = []
        return filter { seen.insert($0.number).inserted }
    }

    /// The numbers in the order of their first coming.
    var firsts: [Int] { comings.map(\.number) }
}
