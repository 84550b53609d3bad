extension OnnxWriter {
    /// The input's distance from the centre as one row a window, through the layers, to `residual`.
    func body(of layers: [ExportedLayer]) -> (nodes: [OnnxNode], constants: [OnnxTensor]) {
        var nodes = [
            OnnxNode(operation: "Sub", inputs: ["x", "centre"], output: "distances"),
            OnnxNode(
                operation: "Flatten",
                inputs: ["distances"],
                output: "distance",
                attributes: [("axis", .integer(1))]
            ),
        ]
        var constants: [OnnxTensor] = []
        var last = "distance"
        for (index, layer) in layers.enumerated() {
            let (weights, bias) = ("weights_\(index + 1)", "bias_\(index + 1)")
            constants.append(OnnxTensor(weights, [layer.outputs, layer.inputs], layer.weights))
            constants.append(OnnxTensor(bias, [layer.outputs], layer.bias))
            let sum = "sum_\(index + 1)"
            nodes.append(
                OnnxNode(
                    operation: "Gemm",
                    inputs: [last, weights, bias],
                    output: sum,
                    attributes: [("transB", .integer(1))]
                )
            )
            last = sum
            guard let operation = layer.activation.onnxOperation else { continue }
            last = "activated_\(index + 1)"
            nodes.append(OnnxNode(operation: operation, inputs: [sum], output: last))
        }
        nodes.append(OnnxNode(operation: "Sub", inputs: ["distance", last], output: "residual"))
        return (nodes, constants)
    }

    /// From `residual`, in raw units, to the three outputs.
    var tail: [OnnxNode] {
        [
            OnnxNode(operation: "Abs", inputs: ["residual"], output: "errors"),
            OnnxNode(operation: "MatMul", inputs: ["errors", "shares"], output: "field_errors"),
            OnnxNode(
                operation: "ReduceMean",
                inputs: ["field_errors"],
                output: "score",
                attributes: [("axes", .integers([1])), ("keepdims", .integer(0))]
            ),
            OnnxNode(operation: "Reshape", inputs: ["residual", "shape"], output: "residuals"),
            OnnxNode(operation: "Sub", inputs: ["x", "residuals"], output: "reconstruction"),
        ]
    }

    /// What turns the errors of a window into those of its fields: size x fields, the mean over the window's rows of
    /// the field's errors in deviations.
    var shares: [Double] {
        var shares = [Double](repeating: 0, count: centre.count * fields.count)
        for place in centre.indices {
            let field = place % fields.count
            shares[place * fields.count + field] = 1 / (deviations[field] * Double(window))
        }
        return shares
    }
}

extension Activation {
    /// The operation of ONNX; nil where there is none to do.
    var onnxOperation: String? {
        switch self {
        case .relu: "Relu"
        case .tanh: "Tanh"
        case .sigmoid: "Sigmoid"
        case .linear: nil
        }
    }
}
