import Inference
import Tensors

@testable import Edge

/// A model of the test's own: any function of tensors.
final class FakeSession: InferenceSession {
    let model: ModelDescription
    private let body: @Sendable ([Tensor]) throws(InferenceError) -> [Tensor]

    init(
        inputs: [TensorSignature] = [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, 2])],
        outputs: [TensorSignature] = [TensorSignature(name: "y", datatype: .fp32, dimensions: [nil, 2])],
        _ body: @escaping @Sendable ([Tensor]) throws(InferenceError) -> [Tensor]
    ) {
        model = ModelDescription(inputs: inputs, outputs: outputs)
        self.body = body
    }

    func run(_ inputs: [Tensor], outputs: [String], into results: inout [Tensor]) throws(InferenceError) {
        results = try body(inputs)
    }

    /// y = 2x, row by row.
    static func doubling() -> FakeSession {
        FakeSession { inputs throws(InferenceError) in
            [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]).map { $0 * 2 })]
        }
    }
}

func numbers(_ tensor: Tensor) -> [Float] { tensor.values() ?? [] }

/// A tensor whose sizes are known to fit.
func floats(_ name: String, _ dimensions: [Int], _ values: [Float]) -> Tensor {
    tensor(name, dimensions, values)
}

func integers(_ name: String, _ dimensions: [Int], _ values: [Int64]) -> Tensor {
    tensor(name, dimensions, values)
}

private func tensor<Element: TensorElement>(_ name: String, _ dimensions: [Int], _ values: [Element]) -> Tensor {
    guard let shape = Shape(dimensions), let tensor = Tensor(name: name, shape: shape, values) else {
        preconditionFailure("\(name): \(values.count) elements do not fill \(dimensions)")
    }
    return tensor
}
