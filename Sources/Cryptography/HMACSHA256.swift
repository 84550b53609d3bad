import COpenSSL

/// Authenticates bytes with a secret: HMAC (RFC 2104) with SHA-256.
public enum HMACSHA256 {
    /// Returns the code of `bytes` under a key of any length.
    public static func authenticate(_ bytes: [UInt8], key: [UInt8]) -> SHA256Digest {
        let code = unsafe [UInt8](unsafeUninitializedCapacity: SHA256Digest.byteCount) { buffer, count in
            // Within the bounds of three arrays; the code of SHA-256 fills the fourth.
            let done = unsafe HMAC(
                EVP_sha256(),
                key,
                Int32(key.count),
                bytes,
                bytes.count,
                buffer.baseAddress,
                nil
            )
            precondition(unsafe done != nil, "OpenSSL refused to compute an HMAC")
            count = SHA256Digest.byteCount
        }
        return SHA256Digest(computed: code)
    }
}
