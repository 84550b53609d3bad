public import Tensors

/// Holds a request against what a model takes and gives.
public enum SignatureCheck {
    /// Passes a request whose inputs are the model's, each once, and whose outputs are among the model's.
    ///
    /// - Throws: `bad_input` that names what was found and what the model expects.
    public static func check(
        _ request: InferRequest,
        inputs: [TensorSignature],
        outputs: [TensorSignature]
    ) throws(InferError) {
        for (index, tensor) in request.inputs.enumerated() {
            guard let signature = inputs.first(where: { $0.name.isIdentical(to: tensor.name) }) else {
                throw refusal("unknown input \(quoted(tensor.name)), model expects \(names(inputs))")
            }
            guard !request.inputs[..<index].contains(where: { $0.name.isIdentical(to: tensor.name) }) else {
                throw refusal("input \(quoted(tensor.name)) stands twice; send it once")
            }
            try check(tensor, signature)
        }
        for signature in inputs where !request.inputs.contains(where: { $0.name.isIdentical(to: signature.name) }) {
            throw refusal("input \(quoted(signature.name)) is missing, model expects \(names(inputs))")
        }
        for (index, output) in request.outputs.enumerated() {
            let name = output.name
            guard outputs.contains(where: { $0.name.isIdentical(to: name) }) else {
                throw refusal("unknown output \(quoted(name)), model has \(names(outputs))")
            }
            guard !request.outputs[..<index].contains(where: { $0.name.isIdentical(to: name) }) else {
                throw refusal("output \(quoted(name)) stands twice; ask for it once")
            }
        }
    }

    private static func check(_ tensor: Tensor, _ signature: TensorSignature) throws(InferError) {
        guard tensor.datatype == signature.datatype else {
            throw refusal(
                "unexpected datatype \(tensor.datatype.rawValue) for input \(quoted(tensor.name)), "
                    + "model expects \(signature.datatype.rawValue)"
            )
        }
        guard signature.accepts(tensor.shape) else {
            let expected = signature.wireShape.map(String.init).joined(separator: ",")
            throw refusal(
                "unexpected shape \(tensor.shape) for input \(quoted(tensor.name)), model expects [\(expected)]"
            )
        }
        if tensor.datatype == .bytes { try checkTexts(tensor) }
    }

    /// Models take texts as C does, which end at a NUL.
    private static func checkTexts(_ tensor: Tensor) throws(InferError) {
        var next = 0
        var place = 0
        while let text = tensor.bytes.element(at: next) {
            guard !tensor.bytes[text].contains(0) else {
                throw refusal(
                    "element \(place) of input \(quoted(tensor.name)) has a NUL byte, which a text for a model cannot hold"
                )
            }
            next = text.upperBound
            place += 1
        }
    }

    private static func names(_ signatures: [TensorSignature]) -> String {
        let shown = signatures.prefix(16).map { quoted($0.name) }.joined(separator: ", ")
        return signatures.count > 16 ? shown + ", …" : shown
    }

    private static func refusal(_ message: String) -> InferError {
        InferError(.badInput, message)
    }
}

extension String {
    /// True where the two are the same byte by byte, as a model tells names apart.
    ///
    /// `==` takes texts for equal that look alike: é is also e and an accent.
    fileprivate func isIdentical(to other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
