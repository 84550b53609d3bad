extension Settings {
    /// The MQTT broker and the connection to it.
    public struct Broker: Sendable {
        /// A version of the MQTT protocol.
        public enum ProtocolVersion: String, Sendable, CaseIterable {
            case v311 = "3.1.1"
            case v5 = "5"
        }

        /// A host name or address.
        public internal(set) var host: String
        /// A port: 1 to 65535.
        public internal(set) var port: Int
        /// The version to speak.
        public internal(set) var protocolVersion: ProtocolVersion
        /// Whom to log in as.
        public internal(set) var username: String?
        /// The absolute path of a readable file with the password; only with a user name.
        public internal(set) var passwordFile: String?
        /// How to encrypt; nil for a plain connection.
        public internal(set) var tls: TLS?
        /// The MQTT keep-alive: 5 s to 18 h in whole seconds.
        public internal(set) var keepAlive: Duration
        /// How long the broker keeps our session while we are away: at least 1 s, in whole seconds.
        public internal(set) var sessionExpiry: Duration
        /// How long a connection attempt may take: 100 ms to 1 h.
        public internal(set) var connectTimeout: Duration
    }
}
