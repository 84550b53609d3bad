import MQTT
import Support
import Testing

@testable import Edge

@Suite("A slow model beside a quick one")
struct SlowModelTests {
    @Test(
        "[edge-50] [edge-51] a flood for a slow model does not hold up a quick one, and all of it is answered",
        arguments: ["5", "3.1.1"]
    )
    func flood(version: String) async throws {
        // One request a run: the flood takes more than a second, and its answers come one by one.
        let scene = try await Scene.start(
            ["broker": ["protocol": version], "inference": ["max_batch": 1]],
            models: ["slow", "mlp"]
        )
        let reply = scene.client.replyTopic
        for number in 0..<40 {
            let request = Body.floats([Float(number)], id: "slow \(number)", replyTo: reply)
            scene.client.send(request, to: "marram/v1/n1/infer/slow")
        }
        for number in 0..<5 {
            scene.client.send(Body.mlp(id: "quick \(number)", replyTo: reply), to: "marram/v1/n1/infer/mlp")
        }
        let all = try await scene.client.wait(limit: .seconds(180), for: "all answers") {
            Set($0.filter { $0.topic == reply }.compactMap(\.id)).count == 45
        }
        let order = all.filter { $0.topic == reply }.compactMap(\.id)
        #expect(order.count == 45)
        let lastQuick = try #require(order.lastIndex { $0.hasPrefix("quick") })
        // Behind the flood it would be number 40 at least.
        #expect(lastQuick < 35, "the quick model's last answer was number \(lastQuick)")
        let health = try await scene.client.health { $0.requests.answered == 45 }
        #expect(health.requests.setAside > 0)
        #expect(health.models["slow"]?.ownThread == true)
        #expect(health.models["mlp"]?.ownThread == false)
        try await scene.end()
    }

    @Test("[edge-52] requests that wait on the queue topic are answered after a restart of the node")
    func waitingInTheQueue() async throws {
        let gate = Gate()
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let first = try Scene.node(
            ["requests": ["burst": 4]],
            models: [],
            fakes: ["gated": gate.session()],
            port: broker.port
        )
        try await client.waitForStatus("online")
        let reply = client.replyTopic
        for number in 0..<30 {
            let request = Body.floats([100, Float(number)], id: "\(number)")
            client.send(request, to: "marram/v1/n1/infer/gated", MessageProperties(responseTopic: reply))
        }
        try await client.health { $0.requests.setAside == 30 }
        async let end: Void = first.stop()
        try await first.log.wait(for: "stopping")
        gate.open()
        try await end
        #expect(client.messages(on: reply).count < 30)
        let second = try Scene.node(models: [], fakes: ["gated": gate.session()], port: broker.port)
        try await client.wait(for: "all answers") { Set($0.filter { $0.topic == reply }.compactMap(\.id)).count == 30 }
        #expect(client.messages(on: reply).count == 30)
        try await second.stop()
    }

    @Test("[edge-53] requests of QoS 0 beyond limits.queue are answered overloaded")
    func overloaded() async throws {
        let gate = Gate()
        let scene = try await Scene.start(
            ["limits": ["queue": 8]],
            models: [],
            fakes: ["gated": gate.session()]
        )
        let reply = scene.client.replyTopic
        for number in 0..<20 {
            let request = Body.floats([100, Float(number)], id: "\(number)")
            let properties = MessageProperties(responseTopic: reply)
            scene.client.send(request, to: "marram/v1/n1/infer/gated", qos: .atMostOnce, properties)
        }
        // One runs, or none yet when all came in one burst; eight wait.
        try await scene.client.wait(for: "refusals") { $0.count { $0.code == "overloaded" } >= 11 }
        try await scene.client.health { $0.requests.received == 20 }
        gate.open()
        try await scene.client.wait(for: "the others") { $0.count { $0.topic == reply } == 20 }
        let answers = scene.client.messages(on: reply)
        let refused = answers.filter { $0.code == "overloaded" }
        #expect((11...12).contains(refused.count))
        #expect(refused.allSatisfy { $0.property("status") == "503" })
        #expect(answers.filter { $0.code == nil }.allSatisfy { $0.property("status") == "200" })
        try await scene.end()
    }
}
