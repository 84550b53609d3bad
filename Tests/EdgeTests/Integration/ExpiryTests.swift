import MQTT
import Support
import Testing

@testable import Edge

@Suite("Message expiry")
struct ExpiryTests {
    @Test(
        "[edge-10] [edge-11] a request that expires while its model is busy is dropped and counted; an answer carries what remains"
    )
    func busy() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: [], fakes: ["gated": gate.session()])
        let topic = "marram/v1/n1/infer/gated"
        async let first = scene.client.ask(Body.floats([100, 1]), of: topic)
        try await gate.reached.wait(for: "the first run") { $0 == 1 }
        let reply = scene.client.replyTopic
        scene.client.send(
            Body.floats([2, 2], id: "late"),
            to: topic,
            MessageProperties(responseTopic: reply, expiry: 1)
        )
        async let patient = scene.client.ask(Body.floats([3, 3], id: "patient"), of: topic, expiry: 60)
        try await scene.client.health { $0.requests.setAside + $0.queue >= 2 }
        // Time itself is waited for: the expiry is in whole seconds, and two healths are a second apart.
        for _ in 0..<3 { try await scene.client.health() }
        gate.open()
        _ = try await first
        let expiry = try await patient.properties.expiry
        #expect((1...59).contains(expiry ?? 0), "\(expiry as Any)")
        try await scene.client.health { $0.requests.expired == 1 && $0.requests.answered == 2 }
        #expect(!scene.client.messages(on: reply).contains { $0.id == "late" })
        try await scene.end()
    }

    @Test("[edge-10] a request that expires while the node is away gets no answer")
    func away() async throws {
        let scene = try await Scene.start()
        try await scene.end()
        let reply = scene.client.replyTopic
        for (id, expiry) in [("late", UInt32(1)), ("patient", 600)] {
            let properties = MessageProperties(responseTopic: reply, expiry: expiry)
            scene.client.send(Body.mlp(id: id), to: "marram/v1/n1/infer/mlp", properties)
        }
        try await scene.client.waitForConfirmations(2)
        // Nothing happens that could be waited for: the broker's clock has to pass the expiry, in whole seconds.
        try await Task.sleep(for: .milliseconds(2100))
        let node = try Scene.node(port: scene.broker.port)
        try await scene.client.wait(for: "the answer") { $0.contains { $0.topic == reply && $0.id == "patient" } }
        try await scene.client.health { $0.requests.answered == 1 && $0.mqtt.inflight == 0 }
        #expect(!scene.client.messages(on: reply).contains { $0.id == "late" })
        try await node.stop()
    }
}
