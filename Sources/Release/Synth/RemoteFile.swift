import AWS
import Transfer

/// A file of a model, where its registry has it.
struct RemoteFile: Sendable {
    /// Below the model's place: parts divided by `/`, none of them `.` or `..`.
    let path: String
    /// Where it is, as messages name it.
    let place: String
    /// Its length in bytes; nil where the registry does not say.
    let byteCount: Int64?
    /// What the server calls these bytes; nil where it says nothing, and they cannot be known again.
    let etag: String?
    /// What names these bytes in the cache; nil together with `etag`.
    let key: String?
    /// Makes the request for it, signed anew for every attempt.
    let request: @Sendable () throws(AWSError) -> HTTPRequest
    /// Reads a refusal.
    let refusal: @Sendable (Download) -> AWSError
}

/// A file that is in the cache.
struct CachedFile: Codable, Sendable, Equatable {
    /// SHA-256 in hexadecimal.
    let sha256: String
    /// Its length in bytes.
    let byteCount: Int64
}
