import COpenSSL

/// Computes a SHA-256 piece by piece: a file or a message never has to be in memory as a whole.
///
/// Every call into OpenSSL's digests is in this file. They fail only where OpenSSL itself is installed or configured so
/// that it has no SHA-256; that stops the program with a message that says so.
@safe
public struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer

    /// Starts with no bytes.
    public init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            // Not thrown: without it no model can be told from another and nothing be verified, so that every caller
            // would have to stop; it shows with the first model that is loaded, before anything is served.
            fatalError("OpenSSL offers no SHA-256; check libcrypto and the file that OPENSSL_CONF names")
        }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds the bytes of `span`.
    public mutating func update(_ span: RawSpan) {
        let done = unsafe span.withUnsafeBytes { buffer in
            unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
        precondition(done == 1, "OpenSSL refused to add bytes to a SHA-256")
    }

    /// Adds `bytes`.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe update(bytes.span.bytes)
    }

    /// Returns the digest of everything that was added.
    public consuming func finish() -> SHA256Digest {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: SHA256Digest.byteCount) { buffer, count in
            let done = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            precondition(done == 1, "OpenSSL refused to finish a SHA-256")
            count = SHA256Digest.byteCount
        }
        return SHA256Digest(computed: bytes)
    }
}
