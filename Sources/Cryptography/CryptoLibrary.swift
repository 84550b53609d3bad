import COpenSSL

/// OpenSSL as a whole, for everybody in the process who uses it.
public enum CryptoLibrary {
    /// Leaves what OpenSSL holds to the end of the process.
    ///
    /// By itself it takes all down when the program exits, whatever threads that are just ending still hold of it. To be
    /// called before anything else uses OpenSSL, libcurl and libmosquitto included.
    public static func outliveThreads() {
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
