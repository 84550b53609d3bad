/// A private key of Ed25519 (RFC 8032).
public struct SigningKey: Sendable, CustomStringConvertible {
    private let seed: [UInt8]
    /// The public key that belongs to it.
    public let verifyingKey: VerifyingKey

    /// Makes a new key of random bytes.
    ///
    /// - Throws: When OpenSSL has no Ed25519 or no random numbers.
    public init() throws(CryptoError) { try self.init(Ed25519Key.generate()) }

    /// Takes a seed of 32 bytes.
    ///
    /// - Throws: When there are not 32, or OpenSSL has no Ed25519.
    public init(seed: [UInt8]) throws(CryptoError) {
        guard seed.count == 32 else { throw CryptoError("a seed of Ed25519 has 32 bytes; found \(seed.count)") }
        try self.init(Ed25519Key(seed: seed))
    }

    /// Reads a key in PKCS#8 PEM, as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// - Throws: When there is no such key, it is of another kind, or a passphrase protects it.
    public init(pem: String) throws(CryptoError) { try self.init(Ed25519Key(pem: pem, isPrivate: true)) }

    private init(_ key: consuming Ed25519Key) throws(CryptoError) {
        seed = try key.seed()
        verifyingKey = VerifyingKey(known: try key.publicBytes())
    }

    /// The key in PKCS#8 PEM.
    ///
    /// - Throws: When OpenSSL has no Ed25519.
    public func pem() throws(CryptoError) -> String { try Ed25519Key(seed: seed).pem(isPrivate: true) }

    /// Returns the signature of `bytes`, 64 bytes; the same one every time.
    ///
    /// - Throws: When OpenSSL has no Ed25519.
    public func sign(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] { try Ed25519Key(seed: seed).sign(bytes) }

    /// Says what it is, without the key.
    public var description: String { "private key of Ed25519" }
}
