import Foundation
import Inference
import Support
import Testing

@testable import Edge

private let irisRequest = #"{"id":"42","inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}"#

private func model(_ name: String, _ fixture: String) -> [String: any Sendable] {
    ["name": name, "path": Project.fixture(fixture)]
}

@Suite("Requests through a real broker")
struct RequestTests {
    @Test("answers on the response topic, in both versions of the node's protocol", arguments: ["5", "3.1.1"])
    func answers(version: String) async throws {
        let broker = try await Broker()
        let node = try TestNode(
            ["broker": ["protocol": version], "models": [model("mlp", "mlp")]],
            port: broker.port,
            loader: OnnxLoader.testing()
        )
        let status = try await broker.subscribe("marram/v1/n1/status")
        try await status.waitForOutput("online") { $0.contains("online") }
        if version == "5" {
            let answer = try await broker.request(irisRequest, to: "marram/v1/n1/infer/mlp")
            #expect(answer.contains(#""model_name":"mlp""#))
            #expect(answer.contains(#""id":"42""#))
        } else {
            let reply = try await broker.subscribe("clients/old/reply")
            let request = irisRequest.replacing("{\"id\"", with: #"{"reply_to":"clients/old/reply","id""#)
            try await broker.publish(request, to: "marram/v1/n1/infer/mlp", ["-q", "1"])
            try await reply.waitForOutput("an answer") { $0.contains(#""id":"42""#) }
        }
        try await node.stop()
        try await status.waitForOutput("stopped") { $0.contains("stopped") }
    }
}
