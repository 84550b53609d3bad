import OpenInference
import Tensors
import Testing

/// A request that is filled again holds what a new one would.
@Suite struct RefillTests {
    /// Any request, as JSON, with binary tensors or raw.
    private func randomBody(_ random: inout Seeded) throws -> (body: [UInt8], encoding: BodyEncoding) {
        if random.next() % 8 == 0 { return (Array("raw".utf8), .raw) }
        let isBinary = random.next() % 2 == 0
        let names = ["x", "y", "long name of an input that is not small", "é", ""]
        let inputs = try (0..<Int.random(in: 1...4, using: &random)).map { index in
            let name = random.next() % 2 == 0 ? names[index] : random.pick(names)
            return try #require(randomTensor(&random, name, randomDatatype(&random)))
        }
        let outputs = (0..<Int.random(in: 0...3, using: &random)).map { index in
            RequestedOutput(names[index], isBinary: random.pick([nil, true, false]))
        }
        let request = InferRequest(
            id: random.next() % 2 == 0 ? "id\(random.next() % 100)" : nil,
            replyTo: random.next() % 3 == 0 ? "a/\(random.next() % 2)" : nil,
            inputs: inputs,
            outputs: outputs,
            prefersBinary: random.next() % 2 == 0,
            timeoutMicroseconds: random.next() % 2 == 0 ? 1 + Int(random.next() % 1000) : nil
        )
        guard isBinary else {
            var bytes: [UInt8] = []
            try request.encode(into: &bytes)
            return (bytes, .json)
        }
        var body = BinaryBody()
        if let id = request.name { body.members += #""id":"\#(id)","# }
        if request.prefersBinary { body.members += #""parameters":{"binary_data_output":true},"# }
        for input in inputs { body.append(input) }
        return (body.json + body.blob, .binary(headerLength: body.json.count))
    }

    /// A body that breaks off, so that the request is left half filled.
    private func damaged(_ body: [UInt8], _ random: inout Seeded) -> [UInt8] {
        Array(body[..<Int.random(in: 0..<body.count, using: &random)])
    }

    @Test("[oip-50] is the same as one filled for the first time, after any other and after errors", arguments: 0..<40)
    func same(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let signature = TensorSignature(
            name: "long name of an input that is not small",
            datatype: .bytes,
            dimensions: [1]
        )
        var used = InferRequest()
        for _ in 0..<50 {
            let (body, encoding) = try randomBody(&random)
            if random.next() % 4 == 0 { try? refill(&used, damaged(body, &random), encoding, inputs: [signature]) }
            try refill(&used, body, encoding, inputs: [signature])
            let fresh = try decoded(body, encoding, inputs: [signature])
            #expect(Facts(used) == Facts(fresh))
        }
    }

    @Test("[oip-50] uses the memory that it has")
    func memory() throws {
        var body = BinaryBody()
        body.append("X", "UINT8", "[1000]", [UInt8](repeating: 1, count: 1000))
        var request = try body.decode()
        let before = unsafe request.inputs[0].bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        try refill(&request, body.json + body.blob, .binary(headerLength: body.json.count))
        let after = unsafe request.inputs[0].bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        #expect(before == after)
    }

    @Test("[oip-3] refuses a name that is too long, though the request held it before")
    func longName() throws {
        let name = String(repeating: "n", count: 1025)
        var request = try decoded([1], .raw, inputs: [TensorSignature(name: name, datatype: .uint8, dimensions: [1])])
        var body = BinaryBody()
        body.append(name, "UINT8", "[1]", [1])
        let (json, blob) = (body.json, body.blob)
        let error = error { try refill(&request, json + blob, .binary(headerLength: json.count)) }
        #expect(error?.message.contains("1025 bytes, at most 1024") == true)
    }
}
