import MQTT
import Support
import Tensors
import Testing

@testable import Edge

/// A request with binary tensors: JSON, the bytes behind it, and the properties that tell them apart.
private struct BinaryRequest {
    var json: String
    var blob: [UInt8]
    var headerLength: String?
    var contentType: String? = "application/octet-stream"

    init(_ json: String, _ blob: [UInt8], headerLength: String? = nil) {
        self.json = json
        self.blob = blob
        self.headerLength = headerLength ?? String(json.utf8.count)
    }

    var payload: [UInt8] { Array(json.utf8) + blob }

    var properties: MessageProperties {
        MessageProperties(
            contentType: contentType,
            userProperties: headerLength.map { [UserProperty("inference-header-content-length", $0)] } ?? []
        )
    }

    /// Four numbers for the model `mlp`.
    static func mlp(_ values: [Float], binaryOutput: Bool = true) -> BinaryRequest {
        BinaryRequest(
            #"{"id":"b","inputs":[{"name":"x","shape":[\#(values.count / 4),4],"datatype":"FP32","#
                + #""parameters":{"binary_data_size":\#(values.count * 4)}}],"#
                + #""parameters":{"binary_data_output":\#(binaryOutput)}}"#,
            floats("x", [values.count], values).bytes
        )
    }
}

extension TestClient.Message {
    /// The JSON in front of binary tensors, and what stands behind it.
    fileprivate var parts: (json: String, blob: [UInt8])? {
        guard let length = property("inference-header-content-length").flatMap({ Int($0) }) else { return nil }
        return (String(decoding: payload.prefix(length), as: UTF8.self), Array(payload.dropFirst(length)))
    }
}

@Suite("Binary tensors")
struct BinaryTensorTests {
    @Test(
        "[edge-15] come in and go out as bytes, the same numbers as in JSON",
        arguments: [QoS.atMostOnce, .atLeastOnce]
    )
    func both(qos: QoS) async throws {
        let scene = try await Scene.start()
        let topic = "marram/v1/n1/infer/mlp"
        let values: [Float] = [0.125, -0.5, 2.75, -3, 1, 2, 3, 4]
        let request = BinaryRequest.mlp(values)
        let answer = try await scene.client.ask(request.payload, of: topic, qos: qos, with: request.properties)
        #expect(answer.properties.contentType == "application/octet-stream")
        #expect(answer.property("status") == "200")
        let (json, blob) = try #require(answer.parts)
        #expect(json.contains(#""id":"b""#))
        #expect(json.contains(#""shape":[2,3],"datatype":"FP32","parameters":{"binary_data_size":24}"#))
        let asText = BinaryRequest.mlp(values, binaryOutput: false)
        let text = try await scene.client.ask(asText.payload, of: topic, qos: qos, with: asText.properties)
        #expect(text.properties.contentType == "application/json")
        #expect(text.property("inference-header-content-length") == nil)
        let outputs = try #require(text.object["outputs"] as? [[String: Any]])
        let numbers = try #require(outputs[0]["data"] as? [Double])
        let shape = try #require(Shape([6]))
        let tensor = try #require(Tensor(name: "y", datatype: .fp32, shape: shape, bytes: blob))
        #expect(tensor.values() == numbers.map { Float($0) })
        try await scene.end()
    }

    @Test("[edge-15] a length of 0 says that there is no JSON")
    func raw() async throws {
        let scene = try await Scene.start()
        let request = BinaryRequest("", floats("x", [4], [1, 2, 3, 4]).bytes, headerLength: "0")
        let answer = try await scene.client.ask(
            request.payload,
            of: "marram/v1/n1/infer/mlp",
            with: request.properties
        )
        #expect(try #require(answer.parts).blob.count == 12)
        try await scene.end()
    }

    @Test(
        "[edge-12] [edge-15] a lie about sizes gets bad_input, and the node goes on",
        arguments: ["-1", "1", "99999999999999999999", "", "152 ", "0x10", "100000"]
    )
    func lies(headerLength: String) async throws {
        let scene = try await Scene.start()
        let topic = "marram/v1/n1/infer/mlp"
        var request = BinaryRequest.mlp([1, 2, 3, 4])
        request.headerLength = headerLength
        let refused = try await scene.client.ask(request.payload, of: topic, with: request.properties)
        #expect(["bad_input", "bad_json"].contains(refused.code), "\(refused)")
        request = .mlp([1, 2, 3, 4])
        request.blob.append(0)
        let long = try await scene.client.ask(request.payload, of: topic, with: request.properties)
        #expect(long.code == "bad_input")
        #expect(long.id == "b")
        let sound = BinaryRequest.mlp([1, 2, 3, 4])
        let answer = try await scene.client.ask(sound.payload, of: topic, with: sound.properties)
        #expect(answer.property("status") == "200")
        try await scene.end()
    }

    @Test("[edge-15] [edge-51] reach a slow model on its own lane")
    func slow() async throws {
        let scene = try await Scene.start(models: ["slow"])
        let request = BinaryRequest(
            #"{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","parameters":{"binary_data_size":4}}]}"#,
            floats("x", [1], [3.5]).bytes
        )
        let answer = try await scene.client.ask(
            request.payload,
            of: "marram/v1/n1/infer/slow",
            with: request.properties
        )
        #expect(answer.text.contains(#""data":[3.5]"#))
        try await scene.client.health { $0.requests.setAside == 1 }
        try await scene.end()
    }
}

@Suite("What JSON cannot hold, and waiting too long")
struct AnswerPolicyTests {
    private static let request = Array(
        #"{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[1,-1]}]}"#.utf8
    )

    @Test("[edge-16] an output that is NaN is an error, null or bytes, as configured and asked for")
    func nonFinite() async throws {
        let topic = "marram/v1/n1/infer/nan_out"
        let scene = try await Scene.start(models: ["nan_out"])
        let refused = try await scene.client.ask(Self.request, of: topic)
        #expect(refused.code == "internal")
        #expect(refused.text.contains("NaN at element 1"))
        let binary = Array(
            #"{"inputs":[{"name":"x","shape":[2,1],"datatype":"FP32","data":[1,-1]}],"parameters":{"binary_data_output":true}}"#
                .utf8
        )
        let bytes = try #require(try await scene.client.ask(binary, of: topic).parts).blob
        #expect(bytes.count == 8)
        #expect(bytes[6] & 0x80 == 0x80 && bytes[7] & 0x7F == 0x7F)
        try await scene.end()
        let lenient = try await Scene.start(["inference": ["non_finite": "as_null"]], models: ["nan_out"])
        let answer = try await lenient.client.ask(Self.request, of: topic)
        #expect(answer.text.contains(#""data":[0.0,null]"#), "\(answer)")
        try await lenient.end()
    }

    @Test("[edge-17] a request whose timeout passes while it waits gets an error, as somebody may still listen")
    func timeout() async throws {
        let gate = Gate()
        let scene = try await Scene.start(models: [], fakes: ["gated": gate.session()])
        let topic = "marram/v1/n1/infer/gated"
        async let first = scene.client.ask(Body.floats([100, 1]), of: topic, qos: .atMostOnce)
        try await gate.reached.wait(for: "the first run") { $0 == 1 }
        let hasty =
            #"{"id":"h","inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"parameters":{"timeout":1}}"#
        async let late = scene.client.ask(Array(hasty.utf8), of: topic, qos: .atMostOnce)
        try await scene.client.health { $0.queue == 1 }
        gate.open()
        _ = try await first
        let answer = try await late
        #expect(answer.code == "overloaded")
        #expect(answer.id == "h")
        #expect(answer.text.contains("timeout of 1 us"))
        try await scene.end()
    }
}
