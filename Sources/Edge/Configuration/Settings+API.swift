extension Settings {
    /// Where the HTTP API is served, and to whom.
    public struct API: Sendable {
        /// The files that TLS needs.
        public struct TLS: Sendable {
            /// The absolute path of a readable PEM file with the certificate.
            public internal(set) var certificate: String
            /// The absolute path of a readable PEM file with its private key.
            public internal(set) var key: String
        }

        /// False where it is not served.
        public internal(set) var enabled: Bool
        /// A host name or an address; what other machines reach has `tls` and `tokensFile`.
        public internal(set) var host: String
        /// 0 to 65535; 0: one that is free.
        public internal(set) var port: Int
        /// More ports: 1 to 65535, at most 16.
        public internal(set) var also: [Int]
        /// nil: without encryption.
        public internal(set) var tls: TLS?
        /// The absolute path of a readable file with tokens; nil: none are asked for.
        public internal(set) var tokensFile: String?
    }
}
