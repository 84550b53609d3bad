/// Why a file is refused at load.
extension OnnxSession {
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
        if said.contains("not currently registered or supported") {
            return InferenceError(
                .modelUnsupported,
                "\(file) has an input, an output or a step of an element type that ONNX Runtime \(library) does not "
                    + "compute with: export it with float, a complex number as two of them",
                cause: cause
            )
        }
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
