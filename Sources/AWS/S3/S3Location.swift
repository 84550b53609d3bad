/// An object in a bucket, or with a key that ends in a slash, or none, all that lies below it.
public struct S3Location: Sendable, Hashable, CustomStringConvertible {
    /// The bucket's name.
    public let bucket: String
    /// The object's key, as it is, not encoded.
    public let key: String

    /// Names an object; nil where the bucket's name or the key is none.
    ///
    /// A bucket's name has 3 to 63 letters in lower case, digits, dots, hyphens and (in old ones) underscores and
    /// capitals; a key at most 1024 bytes, and no part of it is `.` or `..`, which some servers take for folders.
    public init?(bucket: String, key: String) {
        guard (3...63).contains(bucket.utf8.count), bucket.utf8.allSatisfy(Self.isBucketByte),
            bucket.first != ".", bucket.last != ".", !bucket.contains(".."), key.utf8.count <= 1024,
            !key.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }),
            key.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
        else { return nil }
        self.bucket = bucket
        self.key = key
    }

    /// Reads `s3://bucket/key`; the key stands there as it is, not encoded.
    public init?(_ url: String) {
        guard url.hasPrefix("s3://") else { return nil }
        let parts = url.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bucket = parts.first else { return nil }
        self.init(bucket: String(bucket), key: parts.count > 1 ? String(parts[1]) : "")
    }

    /// The object whose key is this one, a slash and `path`.
    public func appending(_ path: String) -> S3Location? {
        S3Location(bucket: bucket, key: key.isEmpty || key.hasSuffix("/") ? key + path : key + "/" + path)
    }

    /// `s3://bucket/key`.
    public var description: String { "s3://\(bucket)/\(key)" }

    private static func isBucketByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }
}
