import OpenInference
import Tensors
import Testing

/// Bodies that are the elements of the only input.
@Suite struct RawRequestTests {
    private func raw(_ body: [UInt8], _ datatype: Datatype, _ dimensions: [Int?]) throws -> InferRequest {
        let signature = TensorSignature(name: "X", datatype: datatype, dimensions: dimensions)
        return try decoded(body, .raw, inputs: [signature])
    }

    @Test(
        "[oip-23] lets the free dimension take what the body has",
        arguments: [
            (.uint8, [nil, 2], 6, [3, 2]), (.uint8, [2, nil], 6, [2, 3]), (.int16, [nil], 6, [3]),
            (.fp32, [4], 16, [4]), (.fp64, [], 8, []), (.uint8, [nil, 2, nil], 6, [1, 2, 3]),
            (.bool, [nil, 4], 4, [1, 4]),
            (.fp32, [nil, 4], 0, [0, 4]),
        ] as [(Datatype, [Int?], Int, [Int])]
    )
    func shapes(datatype: Datatype, dimensions: [Int?], bytes: Int, expected: [Int]) throws {
        let body = [UInt8](repeating: 1, count: bytes)
        let request = try raw(body, datatype, dimensions)
        #expect(request.prefersBinary && request.id == nil && request.outputs.isEmpty)
        #expect(request.inputs.count == 1 && request.inputs[0].name == "X")
        #expect(request.inputs[0].shape.dimensions == expected)
        #expect(request.inputs[0].bytes == body)
    }

    @Test("[oip-23] takes the whole body for one element of BYTES", arguments: [[], [0xFF, 0, 7]] as [[UInt8]])
    func text(body: [UInt8]) throws {
        let request = try raw(body, .bytes, [nil])
        #expect(request.inputs[0].texts == [body])
        #expect(request.inputs[0].shape.dimensions == [1])
    }

    @Test(
        "[oip-23] refuses a body that does not fill the input",
        arguments: [
            (.uint8, [nil, 2], 5), (.fp32, [4], 12), (.fp32, [4], 32), (.fp64, [], 0), (.uint8, [2, nil, nil], 4),
            (.bytes, [2], 4), (.uint8, [nil, .max, .max], 4), (.fp64, [.max], 8), (.uint8, [nil, 0], 4),
            (.bytes, [nil, 3], 1),
        ] as [(Datatype, [Int?], Int)]
    )
    func misfits(datatype: Datatype, dimensions: [Int?], bytes: Int) {
        let error = error { _ = try raw([UInt8](repeating: 1, count: bytes), datatype, dimensions) }
        #expect(error?.code == .badInput)
        #expect(error?.message.hasPrefix("the body of \(bytes) bytes is not input 'X'") == true)
    }

    @Test("[oip-23] refuses what is no element of the type, and models of other than one input")
    func refuses() {
        #expect(error { _ = try raw([2], .bool, [nil]) }?.message == "input 'X': a byte of BOOL is neither 0 nor 1")
        #expect(error { _ = try raw([0, 0, 0xC0, 0x7F], .fp32, [nil]) }?.message.contains("NaN") == true)
        let two = [TensorSignature(name: "X", datatype: .uint8, dimensions: [nil])]
        for inputs in [[], two + two] {
            let error = error { _ = try decoded([1], .raw, inputs: inputs) }
            #expect(error?.message.contains("this one has \(inputs.count)") == true)
        }
    }

    @Test("[oip-3] goes by the limit on elements")
    func limits() {
        let signature = TensorSignature(name: "X", datatype: .uint8, dimensions: [nil])
        let body = [UInt8](repeating: 0, count: 5)
        #expect(error { _ = try decoded(body, .raw, inputs: [signature], limits: RequestLimits(elements: 5)) } == nil)
        let refused = error { _ = try decoded(body, .raw, inputs: [signature], limits: RequestLimits(elements: 4)) }
        #expect(refused?.message.contains("a request may have 4") == true)
    }
}
