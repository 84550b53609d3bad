import Cryptography
import Transfer

/// What S3 is asked about an object.
struct S3Call: Sendable {
    /// What goes along.
    enum Body: Sendable {
        case bytes([UInt8])
        /// A part of a file, and its digest.
        case part(FilePart, SHA256Digest)

        var bytes: [UInt8] {
            switch self {
            case .bytes(let bytes): bytes
            case .part: []
            }
        }

        var payload: SignatureV4.Payload {
            switch self {
            case .bytes: .signed
            case .part(_, let digest): .digest(digest)
            }
        }
    }

    let method: String
    /// Without a key, the bucket.
    let location: S3Location
    /// Parameters, not encoded.
    let query: [(name: String, value: String)]
    let headers: [HTTPRequest.Header]
    let body: Body
    /// How many bytes the answer may have.
    let limit: Int
    /// True where something is to be stored: errors say what that needs.
    var isWriting = false
    /// Ends it.
    var cancellation: Cancellation?
    /// Called with how many bytes of a part of a file have gone.
    var onProgress: @Sendable (Int64) -> Void = { _ in }

    init(
        _ method: String,
        _ location: S3Location,
        query: [(name: String, value: String)] = [],
        headers: [HTTPRequest.Header] = [],
        body: Body = .bytes([]),
        limit: Int = 64 << 10
    ) {
        self.method = method
        self.location = location
        self.query = query
        self.headers = headers
        self.body = body
        self.limit = limit
    }
}
