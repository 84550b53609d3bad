import Inference
import OpenInference
import Tensors

/// A model whose outputs are its inputs.
struct EchoModel {
    let inputs: [TensorSignature]
    var outputs: [TensorSignature] { inputs }

    /// Reads letters (each an input of a type) and behind each the sizes, a digit or `-` for any.
    init(signature: some Collection<UInt8>) {
        var parts: [(datatype: Datatype, dimensions: [Int?])] = []
        for byte in signature.prefix(64) {
            switch byte {
            case UInt8(ascii: "-") where !parts.isEmpty: parts[parts.count - 1].dimensions.append(nil)
            case 0x30...0x39 where !parts.isEmpty: parts[parts.count - 1].dimensions.append(Int(byte) - 0x30)
            case UInt8(ascii: "a")..<UInt8(ascii: "a") + UInt8(Datatype.allCases.count):
                parts.append((Datatype.allCases[Int(byte - UInt8(ascii: "a"))], []))
            default: continue
            }
        }
        inputs = parts.enumerated().map { index, part in
            TensorSignature(name: "X\(index)", datatype: part.datatype, dimensions: part.dimensions)
        }
    }

    /// The outputs that a request asks for, in its order; all in the model's order where it asks for none.
    func run(_ tensors: [Tensor], _ request: InferRequest) -> [Tensor] {
        let names = request.outputs.isEmpty ? outputs.map(\.name) : request.outputs.map(\.name)
        return names.compactMap { name in tensors.first { $0.name == name } }
    }
}

/// The model as a batch sees it; where it fails, it does so for every run.
final class EchoSession: InferenceSession {
    let model: ModelDescription
    let fails: Bool

    init(_ echo: EchoModel, fails: Bool) {
        model = ModelDescription(inputs: echo.inputs, outputs: echo.outputs)
        self.fails = fails
    }

    func run(_ inputs: [Tensor], outputs: [String], into results: inout [Tensor]) throws(InferenceError) {
        if fails { throw InferenceError(.runFailed, "as it was asked to") }
        let names = outputs.isEmpty ? model.outputs.map(\.name) : outputs
        results = names.compactMap { name in inputs.first { $0.name == name } }
    }
}
