/// Says why a library, a model or a run was refused, and what mends it.
public struct InferenceError: Error, Sendable, Equatable {
    /// What went wrong, for a program to decide by.
    public enum Code: String, Sendable, CaseIterable {
        /// No ONNX Runtime was found.
        case libraryMissing
        /// The ONNX Runtime found is older than the table that is needed.
        case libraryTooOld
        /// The file found is no ONNX Runtime, or it cannot be loaded.
        case libraryInvalid
        /// There is no readable model at the path.
        case modelMissing
        /// The file is truncated, no ONNX model, or its graph contradicts itself.
        case modelInvalid
        /// The model needs a later ONNX Runtime than the one that is loaded.
        case modelTooNew
        /// The model is sound but uses something that is not supported here.
        case modelUnsupported
        /// The inputs do not fit the model, or the model failed on them.
        case runFailed
    }

    /// What went wrong.
    public let code: Code
    /// What was found, what was expected and how to mend it.
    public let message: String
    /// What the library or the system said, when one of them did.
    public let cause: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension InferenceError: CustomStringConvertible {
    /// The message, and the cause in brackets.
    public var description: String {
        guard let cause, !cause.isEmpty else { return message }
        return "\(message) (\(cause))"
    }
}
