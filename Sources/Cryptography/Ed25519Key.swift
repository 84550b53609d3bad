import COpenSSL

/// A key of Ed25519 in OpenSSL, private or public; every call into OpenSSL's keys is in this file.
@safe
struct Ed25519Key: ~Copyable {
    private static let refusal = "OpenSSL offers no Ed25519; check libcrypto and the file that OPENSSL_CONF names"
    private let key: OpaquePointer

    private init(owning key: OpaquePointer) { unsafe self.key = key }

    deinit { unsafe EVP_PKEY_free(key) }

    /// Makes a new private key of random bytes.
    static func generate() throws(CryptoError) -> Ed25519Key {
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil) else { throw failure(refusal) }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_keygen(context, &key) == 1,
            let key = unsafe key
        else { throw failure("OpenSSL made no key: its random numbers cannot be had") }
        return unsafe Ed25519Key(owning: key)
    }

    /// The private key of a seed of 32 bytes.
    init(seed: [UInt8]) throws(CryptoError) {
        // Within the bounds of the array, which is copied.
        guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            throw Self.failure(Self.refusal)
        }
        unsafe self.init(owning: key)
    }

    /// The public key of 32 bytes.
    init(publicBytes bytes: [UInt8]) throws(CryptoError) {
        // Within the bounds of the array, which is copied.
        guard let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
            throw Self.failure(Self.refusal)
        }
        unsafe self.init(owning: key)
    }

    /// Reads a key from PEM.
    init(pem: String, isPrivate: Bool) throws(CryptoError) {
        let expected = isPrivate ? "a private key such as 'openssl genpkey -algorithm ed25519' makes" : "a public key"
        let bytes = Array(pem.utf8)
        guard let length = Int32(exactly: bytes.count), length < 1 << 20 else {
            throw CryptoError("there are \(bytes.count) bytes where \(expected), in PEM, was expected")
        }
        // The memory is read while `read` runs, and no longer.
        let found = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Self.read(buffer.baseAddress, length, isPrivate: isPrivate)
        }
        guard let key = unsafe found else {
            throw Self.failure("no key could be read; expected \(expected), in PEM and without a passphrase")
        }
        guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 else {
            unsafe EVP_PKEY_free(key)
            throw CryptoError("the key is not of Ed25519; expected \(expected)")
        }
        unsafe self.init(owning: key)
    }

    private static func read(_ start: UnsafeRawPointer?, _ length: Int32, isPrivate: Bool) -> OpaquePointer? {
        guard let source = unsafe BIO_new_mem_buf(start, length) else { return nil }
        defer { unsafe BIO_free(source) }
        // Without an answer of ours OpenSSL would ask for a passphrase on the terminal.
        return isPrivate
            ? unsafe PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
            : unsafe PEM_read_bio_PUBKEY(source, nil, { _, _, _, _ in -1 }, nil)
    }

    /// The seed of a private key, 32 bytes.
    func seed() throws(CryptoError) -> [UInt8] {
        try unsafe raw { unsafe EVP_PKEY_get_raw_private_key(key, $0, $1) }
    }

    /// The public key, 32 bytes.
    func publicBytes() throws(CryptoError) -> [UInt8] {
        try unsafe raw { unsafe EVP_PKEY_get_raw_public_key(key, $0, $1) }
    }

    private func raw(
        _ read: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?) -> Int32
    ) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        // The count says how much room there is.
        let done = unsafe read(&bytes, &count)
        guard done == 1, count == 32 else { throw Self.failure("the key holds no such part") }
        return bytes
    }

    /// The key as PEM: PKCS#8 for a private one, SubjectPublicKeyInfo for a public one.
    func pem(isPrivate: Bool) throws(CryptoError) -> String {
        guard let target = unsafe BIO_new(BIO_s_mem()) else { throw Self.failure("OpenSSL has no memory") }
        defer { unsafe BIO_free(target) }
        let written =
            isPrivate
            ? unsafe PEM_write_bio_PrivateKey(target, key, nil, nil, 0, nil, nil)
            : unsafe PEM_write_bio_PUBKEY(target, key)
        var text = [UInt8](repeating: 0, count: 1024)
        // No more is read than there is room for.
        let count = written == 1 ? unsafe BIO_read(target, &text, Int32(text.count)) : -1
        guard count > 0 else { throw Self.failure("OpenSSL could not write the key") }
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }

    /// Signs bytes with a private key; 64 bytes.
    func sign(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw Self.failure("OpenSSL has no memory") }
        defer { unsafe EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var count = signature.count
        // The count says how much room there is; the bytes are read within their bounds.
        guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            unsafe EVP_DigestSign(context, &signature, &count, bytes, bytes.count) == 1, count == 64
        else { throw Self.failure(Self.refusal) }
        return signature
    }

    /// True when a signature of 64 bytes is this key's over `bytes`.
    func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        guard signature.count == 64, let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        // Both are read within their bounds.
        guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
        return unsafe EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }

    /// An error; what OpenSSL has noted on this thread is forgotten, so that nobody else takes it for his own.
    private static func failure(_ message: String) -> CryptoError {
        ERR_clear_error()
        return CryptoError(message)
    }
}
