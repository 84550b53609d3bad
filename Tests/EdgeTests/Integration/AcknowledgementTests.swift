import MQTT
import Support
import Testing

@testable import Edge

@Suite("Acknowledgement on receipt")
struct AcknowledgementTests {
    @Test(
        "[edge-31] with requests.acknowledge on_receipt a request is acknowledged before its model has run",
        arguments: ["5", "3.1.1"]
    )
    func onReceipt(version: String) async throws {
        let gate = Gate()
        let broker = try await Broker()
        let client = try await TestClient(port: broker.port)
        let node = try Scene.node(
            ["broker": ["protocol": version], "requests": ["acknowledge": "on_receipt"]],
            models: [],
            fakes: ["gated": gate.session()],
            port: broker.port
        )
        try await client.waitForStatus("online")
        let reply = client.replyTopic
        let request = Body.floats([100, 1], id: "1", replyTo: reply)
        client.send(request, to: "marram/v1/n1/infer/gated")
        try await gate.reached.wait(for: "the model to run") { $0 == 1 }
        try await broker.waitForLog("Received PUBACK from marram-n1 (")
        #expect(client.messages(on: reply).isEmpty)
        gate.open()
        try await client.wait(for: "the answer") { $0.contains { $0.topic == reply && $0.id == "1" } }
        try await node.stop()
    }
}
