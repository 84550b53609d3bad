import OpenInference
import Tensors
import Testing

@Suite struct SignatureCheckTests {
    private let inputs = [
        TensorSignature(name: "X", datatype: .fp32, dimensions: [nil, 4]),
        TensorSignature(name: "N", datatype: .int64, dimensions: [1]),
    ]
    private let outputs = [
        TensorSignature(name: "label", datatype: .int64, dimensions: [nil]),
        TensorSignature(name: "probabilities", datatype: .fp32, dimensions: [nil, 3]),
    ]

    private func check(_ tensors: [Tensor?], _ names: [String] = []) -> InferError? {
        do {
            let request = InferRequest(inputs: tensors.compactMap(\.self), outputs: names.map { RequestedOutput($0) })
            try SignatureCheck.check(request, inputs: inputs, outputs: outputs)
            return nil
        } catch {
            return error
        }
    }

    private func fp32(_ name: String, _ dimensions: Int...) -> Tensor? {
        Shape(dimensions).flatMap {
            Tensor(name: name, shape: $0, Array(repeating: Float(0), count: $0.count))
        }
    }

    private func int64(_ name: String, _ dimensions: Int...) -> Tensor? {
        Shape(dimensions).flatMap {
            Tensor(name: name, shape: $0, Array(repeating: Int64(0), count: $0.count))
        }
    }

    @Test("[oip-60] passes what fits, in any order, with any outputs of the model")
    func passes() {
        #expect(check([fp32("X", 1, 4), int64("N", 1)]) == nil)
        #expect(check([int64("N", 1), fp32("X", 9, 4)], ["probabilities", "label"]) == nil)
        #expect(check([int64("N", 1), fp32("X", 9, 4)], ["label"]) == nil)
    }

    @Test("[oip-60] says what was found and what the model expects")
    func refuses() {
        let n = int64("N", 1)
        let x = fp32("X", 1, 4)
        let table: [(InferError?, String)] = [
            (check([fp32("X", 1, 5), n]), "unexpected shape [1,5] for input 'X', model expects [-1,4]"),
            (check([fp32("X", 4), n]), "unexpected shape [4] for input 'X', model expects [-1,4]"),
            (check([int64("X", 1, 4), n]), "unexpected datatype INT64 for input 'X', model expects FP32"),
            (check([x, n, fp32("Y", 1)]), "unknown input 'Y', model expects 'X', 'N'"),
            (check([x, n, x]), "input 'X' stands twice; send it once"),
            (check([x]), "input 'N' is missing, model expects 'X', 'N'"),
            (check([x, n], ["y"]), "unknown output 'y', model has 'label', 'probabilities'"),
            (check([x, n], ["label", "label"]), "output 'label' stands twice; ask for it once"),
        ]
        for (error, message) in table {
            #expect(error == InferError(.badInput, message))
        }
    }

    @Test("[oip-61] refuses a text with a NUL byte, by its place")
    func texts() throws {
        let signatures = [TensorSignature(name: "T", datatype: .bytes, dimensions: [nil])]
        let shape = try #require(Shape([2]))
        let sound = try #require(Tensor(name: "T", shape: shape, texts: [[], [0x61, 0xFF]]))
        let cut = try #require(Tensor(name: "T", shape: shape, texts: [[0x61], [0x61, 0, 0x62]]))
        #expect(throws: Never.self) {
            try SignatureCheck.check(InferRequest(inputs: [sound]), inputs: signatures, outputs: [])
        }
        let refused = error { try SignatureCheck.check(InferRequest(inputs: [cut]), inputs: signatures, outputs: []) }
        #expect(refused?.code == .badInput)
        #expect(refused?.message.hasPrefix("element 1 of input 'T' has a NUL byte") == true)
    }

    @Test("[oip-60] tells names apart byte by byte, though they look alike")
    func lookalikes() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let signatures = [TensorSignature(name: composed, datatype: .fp32, dimensions: [1])]
        let tensor = try #require(fp32(decomposed, 1))
        let request = InferRequest(inputs: [tensor])
        let error = error { try SignatureCheck.check(request, inputs: signatures, outputs: []) }
        #expect(error?.message.hasPrefix("unknown input") == true)
        let output = InferRequest(inputs: try [#require(fp32(composed, 1))], outputs: [RequestedOutput(decomposed)])
        let refused = OpenInferenceTests.error {
            try SignatureCheck.check(output, inputs: signatures, outputs: signatures)
        }
        #expect(refused?.message.hasPrefix("unknown output") == true)
    }
}
