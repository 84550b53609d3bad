/// Where the API is served, to whom, and within what bounds.
public struct APISettings: Sendable {
    /// The PEM files that TLS needs.
    public struct TLS: Sendable {
        /// The certificate, and those between it and its authority.
        public var certificate: String
        /// Its private key.
        public var key: String

        /// Takes files.
        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// A host name or an address.
    public var host: String
    /// 0 to 65535; 0: one that is free.
    public var port: Int
    /// More ports with the same routes.
    public var also: [Int] = []
    /// nil: without encryption, which is for loopback alone.
    public var tls: TLS?
    /// The file with the tokens; nil: whoever reaches the port is an operator, which is for loopback alone.
    public var tokensFile: String?
    /// Bytes of a request's body, packed or not.
    public var bodyLimit = 16 << 20
    /// Connections at a time.
    public var connections = 1024
    /// Times and rates that clients are held to.
    public var patience = Patience()

    /// Takes an address; the rest has its defaults.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Why this may not be served; nil: it may.
    var problem: String? {
        guard !Loopback.isName(host) else { return nil }
        if tls == nil {
            return "\(host) is reached from other machines, so api.tls needs certificate and key; or use 127.0.0.1"
        }
        if tokensFile == nil {
            return
                "\(host) is reached from other machines, so api.tokens_file is needed ('marram token'); or use 127.0.0.1"
        }
        return nil
    }
}
