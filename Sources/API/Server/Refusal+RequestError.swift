import HTTPTypes

extension Refusal {
    /// What keeps a request from being read.
    init(_ error: RequestError) {
        switch error.kind {
        case .malformed: self.init(.badRequest, error.message)
        case .notAcceptable: self.init(.notAcceptable, error.message)
        case .tooLarge: self.init(.contentTooLarge, error.message)
        case .mediaType: self.init(.unsupportedMediaType, error.message)
        case .encoding:
            self.init(.unsupportedMediaType, error.message, headers: [.acceptEncoding: "gzip, deflate"])
        case .outOfMemory: self.init(.serviceUnavailable, error.message)
        }
    }
}
