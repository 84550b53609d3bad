/// A public key of Ed25519 (RFC 8032).
public struct VerifyingKey: Sendable, Hashable {
    /// The length of every key, in bytes.
    public static let byteCount = 32

    /// The key, 32 bytes.
    public let bytes: [UInt8]

    /// Takes a key; nil unless it has 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads a key in PEM (SubjectPublicKeyInfo), as `openssl pkey -pubout` writes it.
    ///
    /// - Throws: When there is no such key, or it is of another kind.
    public init(pem: String) throws(CryptoError) { bytes = try Ed25519Key(pem: pem, isPrivate: false).publicBytes() }

    init(known bytes: [UInt8]) { self.bytes = bytes }

    /// The key in PEM (SubjectPublicKeyInfo).
    ///
    /// - Throws: When OpenSSL has no Ed25519.
    public func pem() throws(CryptoError) -> String { try Ed25519Key(publicBytes: bytes).pem(isPrivate: false) }

    /// True when `signature` is this key's over `bytes`; false for one that is not 64 bytes long.
    public func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard let key = try? Ed25519Key(publicBytes: self.bytes) else { return false }
        return key.isValid(signature, of: bytes)
    }
}
