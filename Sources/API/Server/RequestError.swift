/// Why what a client sent cannot be read.
struct RequestError: Error, Equatable {
    /// What of it.
    enum Kind: Sendable {
        /// It is not what it should be.
        case malformed
        /// There is no answer of a kind that would be taken.
        case notAcceptable
        case tooLarge
        case mediaType
        /// It is packed in a way that is not known.
        case encoding
        /// There is no memory to read it with.
        case outOfMemory
    }

    let kind: Kind
    /// What was expected, and how to mend it.
    let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// A body of too many bytes; nil: nobody has counted them.
    static func tooLarge(_ length: Int? = nil, limit: Int) -> RequestError {
        let found = length.map { "the body has \($0) bytes" } ?? "the body is too large"
        return RequestError(.tooLarge, "\(found); at most \(limit) are taken, unpacked as well (limits.http_body)")
    }
}
