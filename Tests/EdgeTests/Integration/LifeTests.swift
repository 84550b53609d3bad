import Foundation
import Inference
import MQTT
import Support
import Testing

@testable import Edge

@Suite("A node's life on a real broker")
struct LifeTests {
    @Test(
        "[edge-20] [edge-21] says birth before online, after its subscriptions, and both are retained",
        arguments: ["5", "3.1.1"]
    )
    func order(version: String) async throws {
        let scene = try await Scene.start(["broker": ["protocol": version]])
        try await scene.client.waitForStatus("online")
        let words = scene.client.messages.map(\.topic).filter { $0.hasSuffix("/birth") || $0.hasSuffix("/status") }
        #expect(words == ["marram/v1/n1/birth", "marram/v1/n1/status"])
        let birth = try #require(scene.client.messages(on: "marram/v1/n1/birth").first?.object)
        #expect(birth["v"] as? Int == 1)
        #expect(birth["node"] as? String == "n1")
        #expect(birth["session"] as? Int == 1)
        #expect(birth["models"] as? [String] == ["mlp"])
        #expect(birth["ort"] as? String == (try OnnxLoader.testing().runtimeVersion))
        try await scene.broker.waitForLog("'marram/v1/n1/birth'")
        let log = scene.broker.log
        let subscribed = try #require(log.range(of: "Sending SUBACK to marram-n1"))
        let born = try #require(log.range(of: "'marram/v1/n1/birth'"))
        #expect(subscribed.lowerBound < born.lowerBound)
        let newcomer = try await TestClient(port: scene.broker.port)
        try await newcomer.waitForStatus("online")
        try await newcomer.wait(for: "the birth") { $0.contains { $0.topic == "marram/v1/n1/birth" } }
        #expect(newcomer.messages.filter { !$0.topic.hasSuffix("/health") }.allSatisfy { $0.isRetained })
        try await scene.end()
    }

    @Test(
        "[edge-22] the broker says offline when the node vanishes, and the node says birth and online when it is back"
    )
    func will() async throws {
        let scene = try await Scene.start()
        try await scene.client.waitForStatus("online")
        // Whoever takes over its client id makes the node's connection break without a goodbye.
        let thief = Command(
            ["mosquitto_sub", "-p", "\(scene.broker.port)", "-i", "marram-n1-out", "-t", "x", "-E"]
        )
        _ = try await thief.run()
        try await scene.client.waitForStatus("online", times: 2)
        let words = scene.client.messages
            .filter { $0.topic.hasSuffix("/birth") || $0.topic.hasSuffix("/status") }
            .map { $0.topic.hasSuffix("/birth") ? "birth" : $0.text }
        #expect(words == ["birth", "online", "offline", "birth", "online"])
        let lines = scene.node.log.lines(containing: "no connection to the broker")
        #expect(lines.count == 1, "\(lines)")
        try await scene.end()
    }

    @Test("[edge-23] says stopped after an orderly stop, and the broker does not contradict")
    func stopped() async throws {
        let scene = try await Scene.start()
        try await scene.client.waitForStatus("online")
        try await scene.end()
        try await scene.client.waitForStatus("stopped")
        // What the broker would say comes before the confirmation of what is sent now.
        let newcomer = try await TestClient(port: scene.broker.port, topics: ["marram/v1/n1/status"])
        try await newcomer.waitForStatus("stopped")
        #expect(scene.client.messages(on: "marram/v1/n1/status").map(\.text) == ["online", "stopped"])
    }

    @Test("[edge-24] finishes what is under way before it stops; what it has not read waits for the next session")
    func finishes() async throws {
        let gate = Gate()
        let scene = try await Scene.start(
            ["requests": ["burst": 2]],
            models: [],
            fakes: ["gated": gate.session()]
        )
        let topic = "marram/v1/n1/infer/gated"
        let reply = scene.client.replyTopic
        for number in 0..<6 {
            let request = Body.floats([100, Float(number)], id: "\(number)")
            scene.client.send(request, to: topic, MessageProperties(responseTopic: reply))
        }
        try await gate.reached.wait(for: "the first run") { $0 == 1 }
        // On a thread of its own: a node that stops waits for so long and no longer, and tasks may not get their turn.
        let log = scene.node.log
        Thread.detachNewThread {
            while log.lines(containing: "stopping").isEmpty { usleep(1000) }
            gate.open()
        }
        try await scene.end()
        let next = try Scene.node(models: [], fakes: ["gated": gate.session()], port: scene.broker.port)
        let all = try await scene.client.wait(for: "all answers") {
            Set($0.filter { $0.topic == reply }.compactMap(\.id)).count == 6
        }
        #expect(all.count { $0.topic == reply } == 6)
        try await next.stop()
    }

    @Test("[edge-25] tells its health at the interval")
    func health() async throws {
        let scene = try await Scene.start(models: ["mlp", "int64"])
        for number in 0..<3 {
            _ = try await scene.client.ask(Body.mlp(id: "\(number)"), of: "marram/v1/n1/infer/mlp")
        }
        _ = try await scene.client.ask([], of: "marram/v1/n1/infer/int64")
        let health = try await scene.client.health { $0.requests.answered == 4 && $0.mqtt.inflight == 0 }
        #expect(health.v == 1)
        #expect(health.status == "online")
        #expect(health.queue == 0)
        #expect(health.cpuPct >= 0)
        #expect((health.rssMib ?? 0) > 0)
        #expect(health.requests.received == 4)
        #expect(health.requests.errors == ["bad_json": 1])
        #expect(health.mqtt.reconnects == 0)
        let mlp = try #require(health.models["mlp"])
        #expect(mlp.version == "3")
        #expect(mlp.n == 3 && mlp.err == 0 && mlp.runs == 3)
        #expect(mlp.batch == ["1": 3])
        #expect((mlp.p50Us ?? 0) > 0 && (mlp.p99Us ?? 0) >= (mlp.p50Us ?? 0))
        #expect(health.models["int64"]?.err == 1)
        let next = try await scene.client.health()
        #expect(next.uptimeS > health.uptimeS || next.time > health.time)
        let last = try #require(scene.client.messages(on: "marram/v1/n1/health").last)
        #expect(last.qos == .atMostOnce && !last.isRetained)
        #expect(last.properties.contentType == "application/json")
        try await scene.end()
    }
}
