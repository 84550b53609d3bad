/// Everything that a connection to a broker needs to know.
public struct ConnectionOptions: Sendable {
    /// Certificates and names for TLS; the broker's certificate and host name are always verified.
    public struct TLS: Sendable {
        /// PEM file of trusted certificates; nil: the system's.
        public var authorities: String?
        /// PEM file of our certificate, for mutual TLS.
        public var certificate: String?
        /// PEM file of its key.
        public var key: String?
        /// Protocol to ask for in the handshake, such as `x-amzn-mqtt-ca`.
        public var alpn: String?

        /// Makes TLS settings.
        public init(
            authorities: String? = nil,
            certificate: String? = nil,
            key: String? = nil,
            alpn: String? = nil
        ) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
            self.alpn = alpn
        }
    }

    /// What the broker publishes for us when we vanish; always retained, QoS 1.
    public struct Will: Sendable {
        /// Where.
        public var topic: TopicName
        /// What.
        public var payload: String

        /// Makes a will.
        public init(topic: TopicName, payload: String) {
            self.topic = topic
            self.payload = payload
        }
    }

    /// Host name or address; with TLS the certificate must be for it.
    public var host: String
    /// 1 to 65,535.
    public var port: Int
    /// What is spoken.
    public var version: ProtocolVersion
    /// Unique on the broker.
    public var clientID: String
    /// Who we are, if the broker asks.
    public var username: String?
    /// The proof of it.
    public var password: Secret?
    /// TLS, if spoken.
    public var tls: TLS?
    /// Longest silence before a ping; 5 s to 18 h.
    public var keepAlive: Duration
    /// How long the broker keeps our session after we vanish; nil: not at all, and none is taken up.
    public var sessionExpiry: Duration?
    /// Longest wait for a connection and for the broker's word.
    public var connectTimeout: Duration
    /// Published by the broker when we vanish.
    public var will: Will?

    /// Makes options with the protocol's usual values.
    public init(host: String, port: Int, version: ProtocolVersion = .v5, clientID: String) {
        self.host = host
        self.port = port
        self.version = version
        self.clientID = clientID
        keepAlive = .seconds(60)
        connectTimeout = .seconds(10)
    }
}
