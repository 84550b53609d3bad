import Foundation
import Inference
import Tensors
import Testing

/// What Python's onnxruntime answered when the fixtures were made, bit for bit: [inference-13].
@Suite struct ParityTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Numbers: Decodable, Sendable {
            let name: String
            let datatype: String
            let shape: [Int]
            let data: [Int64]

            /// FP32 stands in the file as the bits of each number.
            var tensor: Tensor {
                datatype == "FP32"
                    ? .floats(name, shape, data.map { Float(bitPattern: UInt32($0)) })
                    : .integers(name, shape, data)
            }
        }

        let model: String
        let inputs: [Numbers]
        let outputs: [Numbers]
        var testDescription: String { "\(model) \(inputs.map(\.shape))" }
    }

    static func cases() throws -> [Case] {
        let data = try Data(contentsOf: URL(filePath: Fixture.model("expected.json")))
        return try JSONDecoder().decode([Case].self, from: data)
    }

    @Test("answers as Python does", arguments: try cases())
    func parity(_ expected: Case) throws {
        let session = try Fixture.session(expected.model)
        let answers = try session.run(expected.inputs.map(\.tensor))
        #expect(answers == expected.outputs.map(\.tensor))
    }

    @Test("the committed iris model tells the species apart: [inference-13]")
    func iris() throws {
        let path = Fixture.root.appending(path: "models/iris").path
        let session = try OnnxSession(runtime: Fixture.runtime(), path: path)
        #expect(session.model.inputs == [TensorSignature(name: "X", datatype: .fp32, dimensions: [nil, 4])])
        let flowers: [Float] = [5.1, 3.5, 1.4, 0.2, 6.3, 3.3, 6.0, 2.5]
        let answers = try session.run([.floats("X", [2, 4], flowers)])
        #expect(answers.first == .integers("label", [2], [0, 2]))
        let expected: [Float] = [0.99968672, 0.00030604, 0.00000727, 0.00004442, 0.00426036, 0.99569523]
        guard answers.count == 2, let found = answers[1].values(as: Float.self) else {
            Issue.record("no probabilities")
            return
        }
        #expect(answers[1].shape.dimensions == [2, 3])
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
