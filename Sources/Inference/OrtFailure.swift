/// What ONNX Runtime said when it refused a call.
struct OrtFailure: Error {
    /// The library's error codes that are told apart here.
    enum Code: Int32 {
        case noSuchFile = 3
        case invalidProtobuf = 7
        case notImplemented = 9
        case invalidGraph = 10
    }

    /// Nil for a code without a meaning of its own here.
    let code: Code?
    let message: String
}
