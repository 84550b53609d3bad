public import Cryptography

/// What names a bundle: the SHA-256 of its `manifest.json`.
public struct BundleID: Sendable, Hashable, CustomStringConvertible {
    /// The digest of the manifest's bytes.
    public let digest: SHA256Digest

    /// The bundle with that manifest.
    public init(_ digest: SHA256Digest) { self.digest = digest }

    /// Reads 64 hexadecimal digits, of either case; nil for anything else.
    public init?(_ text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        guard let digest = SHA256Digest(bytes: bytes) else { return nil }
        self.init(digest)
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String { digest.hexadecimal }

    /// The first 16 digits: the name of its folder in the store.
    public var short: String { String(digest.hexadecimal.prefix(16)) }
}
