import Cryptography

/// Texts that nobody guesses.
enum Secret {
    /// 256 bits of chance from the system, as 64 hexadecimal digits.
    static func random() -> String {
        var source = SystemRandomNumberGenerator()
        let bytes: [UInt8] = (0..<SHA256Digest.byteCount).map { _ in source.next() }
        guard let digits = SHA256Digest(bytes: bytes) else { preconditionFailure("a digest has 32 bytes") }
        return digits.hexadecimal
    }
}
