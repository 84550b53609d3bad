import MQTT
import Support
import Testing

@testable import Edge

@Suite("Two instances of one node")
struct InstanceTests {
    @Test(
        "[edge-40] [edge-41] share the requests, each answered once; what falls to a stopped one waits for it, the other goes on",
        arguments: ["5", "3.1.1"]
    )
    func share(version: String) async throws {
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let configuration: [String: any Sendable] = ["broker": ["protocol": version]]
        var nodes: [String: TestNode] = [:]
        for name in ["a", "b"] {
            nodes[name] = try Scene.node(configuration.merging(["instance": name]) { $1 }, port: broker.port)
            try await client.waitForStatus("online", of: name)
        }
        let reply = client.replyTopic
        for number in 0..<40 {
            client.send(Body.mlp(id: "\(number)", replyTo: reply), to: "marram/v1/n1/infer/mlp")
        }
        try await client.wait(for: "40 answers") { Set($0.filter { $0.topic == reply }.compactMap(\.id)).count == 40 }
        let a = try await client.health(of: "a") { $0.mqtt.inflight == 0 }.requests.answered
        let b = try await client.health(of: "b") { $0.mqtt.inflight == 0 }.requests.answered
        #expect(a > 0 && b > 0)
        #expect(a + b == 40)
        #expect(client.messages(on: reply).count == 40)
        try await nodes["a"]?.stop()
        try await client.waitForStatus("stopped", of: "a")
        for number in 40..<60 {
            client.send(Body.mlp(id: "\(number)", replyTo: reply), to: "marram/v1/n1/infer/mlp")
        }
        // mosquitto goes on giving the stopped one its share, into its session.
        try await client.health(of: "b") { $0.requests.answered > b && $0.mqtt.inflight == 0 }
        nodes["a"] = try Scene.node(configuration.merging(["instance": "a"]) { $1 }, port: broker.port)
        try await client.wait(for: "60 answers") { Set($0.filter { $0.topic == reply }.compactMap(\.id)).count == 60 }
        #expect(client.messages(on: reply).count == 60)
        try await nodes["a"]?.stop()
        try await nodes["b"]?.stop()
    }
}
