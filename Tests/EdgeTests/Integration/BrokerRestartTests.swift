import Glibc
import MQTT
import Support
import Testing

@testable import Edge

@Suite("A broker that goes and comes back")
struct BrokerRestartTests {
    @Test(
        "[edge-30] requests sent while the node is stopped outlive the broker and are answered",
        arguments: ["5", "3.1.1"]
    )
    func nodeStopped(version: String) async throws {
        let broker = try await Broker(persistence: true)
        let client = try await TestClient(port: broker.port, isPersistent: true)
        let configuration: [String: any Sendable] = ["broker": ["protocol": version]]
        let first = try Scene.node(configuration, port: broker.port)
        try await client.waitForStatus("online")
        try await first.stop()
        for number in 0..<10 {
            let request = Body.mlp(id: "\(number)", replyTo: client.replyTopic)
            client.send(request, to: "marram/v1/n1/infer/mlp")
        }
        try await client.waitForConfirmations(10)
        try await broker.stop()
        try await broker.start()
        let second = try Scene.node(configuration, port: broker.port)
        let reply = client.replyTopic
        let all = try await client.wait(for: "all answers") { $0.count { $0.topic == reply } >= 10 }
        #expect(Set(all.filter { $0.topic == reply }.compactMap(\.id)).count == 10)
        try await client.health { $0.requests.received == 10 && $0.requests.answered == 10 }
        try await second.stop()
    }

    @Test(
        "[mqtt-10] [mqtt-11] the node comes back after a restart of the broker, and says once that it was away",
        arguments: ["5", "3.1.1"]
    )
    func restart(version: String) async throws {
        let broker = try await Broker(persistence: true)
        let client = try await TestClient(port: broker.port, isPersistent: true)
        let node = try Scene.node(["broker": ["protocol": version]], port: broker.port)
        try await client.waitForStatus("online")
        // By then the broker knows what has arrived here, and does not send it again.
        let reply = client.replyTopic
        client.send(Body.mlp(id: "before", replyTo: reply), to: "marram/v1/n1/infer/mlp")
        try await client.wait(for: "an answer") { $0.contains { $0.topic == reply && $0.id == "before" } }
        try await broker.stop()
        try await node.log.wait(for: "no connection to the broker")
        // Time for attempts that fail: they leave no trace that could be waited for.
        try await Task.sleep(for: .seconds(1))
        try await broker.start()
        try await node.log.wait(for: "connected to the broker", times: 6)
        try await client.wait(for: "online, said again") {
            $0.count { $0.topic == "marram/v1/n1/status" && $0.text == "online" && !$0.isRetained } == 2
        }
        client.send(Body.mlp(id: "after", replyTo: reply), to: "marram/v1/n1/infer/mlp")
        try await client.wait(for: "an answer") { $0.contains { $0.topic == reply && $0.id == "after" } }
        for id in ["client=marram-n1", "client=marram-n1-out"] {
            let lines = node.log.lines(containing: "the broker").filter {
                $0.split(separator: " ").contains { $0 == id }
            }
            #expect(lines.count { $0.contains("no connection to the broker") } == 1, "\(lines)")
            #expect(lines.count { $0.contains("connected to the broker") } == 2, "\(lines)")
        }
        try await client.health { $0.mqtt.reconnects == 3 }
        // [edge-22]: of the node's own words only online, and that after its birth.
        let words = client.messages
            .filter { !$0.isRetained && ($0.topic.hasSuffix("/birth") || $0.topic.hasSuffix("/status")) }
            .map { $0.topic.hasSuffix("/birth") ? "birth" : $0.text }
        #expect(words.filter { $0 != "offline" } == ["birth", "online", "birth", "online"], "\(words)")
        try await node.stop()
    }

    @Test("[edge-31] a request whose model runs while the broker restarts is answered", arguments: ["5", "3.1.1"])
    func underWay(version: String) async throws {
        let gate = Gate()
        let broker = try await Broker(persistence: true)
        let client = try await TestClient(port: broker.port, isPersistent: true)
        let node = try Scene.node(
            ["broker": ["protocol": version]],
            models: [],
            fakes: ["gated": gate.session()],
            port: broker.port
        )
        try await client.waitForStatus("online")
        let reply = client.replyTopic
        client.send(Body.floats([100, 1], id: "w", replyTo: reply), to: "marram/v1/n1/infer/gated")
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        try await broker.stop()
        try await node.log.wait(for: "no connection to the broker")
        gate.open()
        try await broker.start()
        try await client.wait(for: "an answer") { $0.contains { $0.topic == reply && $0.id == "w" } }
        try await node.stop()
    }

    @Test("[edge-32] a broker that stands still for a while costs nothing: all is answered when it goes on")
    func frozen() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: ["mlp"], fakes: ["gated": gate.session()])
        let reply = scene.client.replyTopic
        let properties = MessageProperties(responseTopic: reply)
        scene.client.send(Body.floats([100, 1], id: "waiting"), to: "marram/v1/n1/infer/gated", properties)
        try await gate.reached.wait(for: "the run") { $0 == 1 }
        scene.broker.signal(SIGSTOP)
        gate.open()
        for number in 0..<50 {
            scene.client.send(Body.mlp(id: "\(number)"), to: "marram/v1/n1/infer/mlp", properties)
        }
        scene.broker.signal(SIGCONT)
        try await scene.client.wait(for: "all answers") { $0.count { $0.topic == reply } == 51 }
        let health = try await scene.client.health { $0.requests.answered == 51 && $0.mqtt.inflight == 0 }
        #expect(health.mqtt.reconnects == 0)
        #expect(scene.node.log.lines(containing: "no connection").isEmpty)
        try await scene.end()
    }
}
