import Inference
import MQTT
import Support
import Tensors
import Testing

@testable import Edge

@Suite("Batches")
struct BatchingTests {
    /// Requests wait on the broker while the node is stopped, and reach it in bursts when it starts.
    private func burst(_ requests: [[UInt8]], to model: String) async throws -> (Scene, [TestClient.Message]) {
        let configuration: [String: any Sendable] = ["inference": ["max_batch": 64]]
        let before = try await Scene.start(configuration, models: [model])
        try await before.end()
        let client = before.client
        let reply = client.replyTopic
        for request in requests {
            client.send(request, to: "marram/v1/n1/infer/\(model)", MessageProperties(responseTopic: reply))
        }
        try await client.waitForConfirmations(requests.count)
        let node = try Scene.node(configuration, models: [model], port: before.broker.port)
        try await client.wait(for: "all answers") { $0.count { $0.topic == reply } == requests.count }
        return (Scene(broker: before.broker, client: client, node: node), client.messages(on: reply))
    }

    @Test("[edge-60] requests that come together run together, and each gets its own numbers")
    func ownNumbers() async throws {
        let values = (0..<200).map { number in
            let x = Float(number) / 8
            return [x, x * 0.5 - 3, 2 - x, Float(number % 7)]
        }
        let requests = values.enumerated().map { Body.floats($1, id: "\($0)") }
        let (scene, answers) = try await burst(requests, to: "mlp")
        let session = try OnnxLoader.testing().runtime.alone(Project.fixture("mlp"))
        for answer in answers {
            let number = try #require(answer.id.flatMap { Int($0) })
            let outputs = try #require(answer.object["outputs"] as? [[String: Any]])
            #expect(outputs[0]["shape"] as? [Int] == [1, 3])
            let got = try #require(outputs[0]["data"] as? [Double]).map { Float($0) }
            #expect(
                got == numbers(try session.run([floats("x", [1, 4], values[number])], outputs: [])[0]),
                "\(number)"
            )
        }
        #expect(Set(answers.compactMap(\.id)).count == 200)
        let mlp = try #require(try await scene.client.health { $0.requests.answered == 200 }.models["mlp"])
        #expect(mlp.runs < 200)
        #expect(mlp.batch.contains { $0.key != "1" && $0.value > 0 }, "\(mlp.batch)")
        try await scene.end()
    }

    @Test("[edge-61] when a batch fails only the bad request gets the error")
    func onlyTheCulprit() async throws {
        let indices = [0, 1, 7, 2, 1, 0]
        let requests = indices.enumerated().map { Body.integers([$1], id: "\($0)", input: "index") }
        let (scene, answers) = try await burst(requests, to: "fails_at_run")
        for answer in answers {
            let number = try #require(answer.id.flatMap { Int($0) })
            if indices[number] == 7 {
                #expect(answer.code == "internal")
                #expect(answer.property("status") == "500")
            } else {
                let outputs = try #require(answer.object["outputs"] as? [[String: Any]])
                #expect(outputs[0]["data"] as? [Double] == [Double(indices[number]) + 0.5])
            }
        }
        #expect(Set(answers.compactMap(\.id)).count == indices.count)
        let health = try await scene.client.health { $0.requests.answered == indices.count }
        #expect(health.models["fails_at_run"]?.err == 1)
        try await scene.end()
    }
}

extension OnnxRuntime {
    fileprivate func alone(_ path: String) throws -> OnnxSession {
        try OnnxSession(runtime: self, path: path, options: SessionOptions(intraThreads: 1))
    }
}
