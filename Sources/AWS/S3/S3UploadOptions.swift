public import Cryptography

/// What an object is to be, and how it is sent.
public struct S3UploadOptions: Sendable {
    /// What the parts of an upload may be.
    struct Limits: Sendable {
        /// From this length on it goes in parts.
        var whole: Int64 = 16 << 20
        /// Each but the last has so many bytes at least.
        var smallestPart: Int64 = 5 << 20
        /// There are so many at most.
        var parts: Int64 = 10_000
        /// An object has so many bytes at most.
        var object: Int64 = 5 << 40
    }

    /// The digest of the whole file, as it was computed before; it becomes the object's metadata `sha256`.
    public var sha256: SHA256Digest
    /// How long the file is.
    public var byteCount: Int64
    /// True: a file that goes in parts is digested as a whole once more meanwhile, and not completed where that differs.
    ///
    /// False suits a file that was digested in the same run; a change while it is sent is noticed all the same.
    public var checksWhole = true
    /// How long parts are, 5 MiB or more; more than this where there would be over 10,000 of them.
    public var partSize: Int64 = 8 << 20
    /// How many parts are sent at once, from 1 on.
    public var concurrency = 4
    /// The KMS key that the object is encrypted with: its id, ARN or alias; nil: what the bucket says.
    public var kmsKey: String?
    /// True: S3 asks KMS for a key of the bucket, not for one of every object; only with `kmsKey`.
    public var usesBucketKey = true
    /// The account that the bucket has to belong to; nil: any.
    public var expectedOwner: String?
    /// More metadata: names without `x-amz-meta-`, of letters, digits and hyphens; values in ASCII.
    public var metadata: [String: String] = [:]
    /// What it is.
    public var contentType = "application/octet-stream"
    var limits = Limits()

    /// Describes an object by its digest and length; all else has its usual value.
    public init(sha256: SHA256Digest, byteCount: Int64) {
        self.sha256 = sha256
        self.byteCount = byteCount
    }
}
