/// What S3 tells of an object.
public struct S3Object: Sendable, Hashable {
    /// Its key, not encoded.
    public let key: String
    /// Its length in bytes.
    public let size: Int64
    /// Its entity tag, with its quotes.
    public let etag: String?

    /// Describes an object.
    public init(key: String, size: Int64, etag: String?) {
        self.key = key
        self.size = size
        self.etag = etag
    }
}
