/// The SHA-256 of some bytes (FIPS 180-4).
public struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    /// The length of every digest, in bytes.
    public static let byteCount = 32

    /// The digest, 32 bytes.
    public let bytes: [UInt8]

    /// Takes a digest that was computed earlier; nil unless it has 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Computes the digest of `span`.
    public init(of span: RawSpan) {
        var hasher = SHA256Hasher()
        hasher.update(span)
        self = hasher.finish()
    }

    /// Computes the digest of `bytes`.
    public init(of bytes: [UInt8]) {
        unsafe self.init(of: bytes.span.bytes)
    }

    init(computed bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The same as `hexadecimal`.
    public var description: String { hexadecimal }
}
