extension Settings.Broker {
    /// An encrypted connection; with every member nil the system's authorities are trusted and we show no certificate.
    public struct TLS: Sendable {
        /// The absolute path of a readable PEM file with the authorities to trust instead of the system's.
        public internal(set) var ca: String?
        /// The absolute path of a readable PEM file with our certificate; only with a key.
        public internal(set) var certificate: String?
        /// The absolute path of a readable PEM file with our private key; only with a certificate.
        public internal(set) var key: String?
        /// The application protocol to ask for: 1 to 255 bytes.
        public internal(set) var alpn: String?
    }
}
