import Tensors

/// Why a model is refused at load.
extension OnnxSession {
    /// Turns what the library says of inputs or outputs into signatures; refuses all but FP32 and INT64 tensors.
    static func signatures(
        _ ports: [OrtTable.Port],
        _ side: OrtTable.Side,
        file: String
    ) throws(InferenceError) -> [TensorSignature] {
        var signatures: [TensorSignature] = []
        for port in ports {
            switch port.kind {
            case .other(let words):
                throw unsupported(port, side, file: file, found: words, remedy: remedy(forKind: words))
            case .tensor(let element, let dimensions):
                guard let datatype = Datatype(ortElement: element) else {
                    let remedy = remedy(forElement: element)
                    let words = Datatype.words(forOrtElement: element)
                    throw unsupported(port, side, file: file, found: words, remedy: remedy)
                }
                let sizes = dimensions.map { $0 < 0 ? nil : Int($0) }
                signatures.append(TensorSignature(name: port.name, datatype: datatype, dimensions: sizes))
            }
        }
        return signatures
    }

    private static func unsupported(
        _ port: OrtTable.Port,
        _ side: OrtTable.Side,
        file: String,
        found: String,
        remedy: String
    ) -> InferenceError {
        InferenceError(
            .modelUnsupported,
            "\(file): \(side.rawValue) '\(port.name)' is \(found); tensors of FP32 and INT64 are supported: \(remedy)"
        )
    }

    private static func remedy(forKind words: String) -> String {
        words == "sequence(map)"
            ? "export the classifier with zipmap=False"
            : "export the model so that it is a plain tensor"
    }

    private static func remedy(forElement element: Int32) -> String {
        let (text, bool, half, double, bfloat): (Int32, Int32, Int32, Int32, Int32) = (8, 9, 10, 11, 16)
        return switch element {
        case text: "encode texts as INT64 indices, inside or outside the graph"
        case half, double, bfloat: "cast between it and float inside the graph, or export the model with float"
        case bool: "cast between it and int64 inside the graph"
        default: "cast between it and float or int64 inside the graph"
        }
    }

    /// Says why the library refused a file.
    static func refusal(of file: String, _ failure: OrtFailure, library: String) -> InferenceError {
        let said = failure.message
        for sign in ["Unsupported model IR version", "Current official support for domain"] {
            guard let found = said.firstRange(of: sign) else { continue }
            let reason = said[found.lowerBound...].prefix { $0 != "\n" }
            return InferenceError(
                .modelTooNew,
                "\(file) is newer than ONNX Runtime \(library) reads: "
                    + "export it with a lower opset and IR version, or use a later ONNX Runtime",
                cause: String(reason)
            )
        }
        let cause = said.split(separator: "\n").joined(separator: " ")
        switch failure.code {
        case .noSuchFile:
            return InferenceError(.modelMissing, "\(file) is not there: correct the path", cause: cause)
        case .invalidProtobuf:
            return InferenceError(
                .modelInvalid,
                "\(file) is truncated or not an ONNX model: copy or export it again",
                cause: cause
            )
        case .notImplemented:
            return InferenceError(
                .modelUnsupported,
                "\(file) uses an operator that ONNX Runtime \(library) cannot compute: "
                    + "export it with standard operators and types, or use a later ONNX Runtime",
                cause: cause
            )
        case .invalidGraph, nil:
            return InferenceError(
                .modelInvalid,
                "\(file) is not a model that ONNX Runtime \(library) can load: check it with onnx.checker, export it again",
                cause: cause
            )
        }
    }
}
