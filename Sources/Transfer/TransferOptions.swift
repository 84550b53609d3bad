/// How a client transfers: times, speeds, TLS, proxy.
public struct TransferOptions: Sendable {
    /// How a server is proved, and how this device proves itself.
    public struct TLS: Sendable, Hashable {
        /// PEM file of the authorities that are believed, instead of the system's; nil: the system's.
        public var authorities: String?
        /// PEM file of this device's certificate; nil: it shows none.
        public var certificate: String?
        /// PEM file of the certificate's key; nil: it stands in the certificate's file.
        public var key: String?

        /// Takes files.
        public init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }
    }

    /// Which way requests go.
    public enum Proxy: Sendable, Hashable {
        /// By `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` of the environment that the client was given.
        case environment
        /// Straight to the server.
        case none
        /// Through this one (`http:`, `https:`, `socks5:` or `socks5h:`), but for the hosts of `no_proxy`.
        case url(String)
    }

    /// The lowest speed that is put up with.
    public struct Speed: Sendable, Hashable {
        /// Bytes in a second, above 0.
        public var bytesPerSecond: Int
        /// Over how long it is measured; time that whoever takes the bytes needs does not count.
        public var window: Duration

        /// Takes a speed.
        public init(bytesPerSecond: Int, window: Duration) {
            self.bytesPerSecond = bytesPerSecond
            self.window = window
        }
    }

    /// How long connecting may take, with name look-up, proxy and TLS.
    public var connectTimeout: Duration
    /// The lowest speed; nil: any.
    public var minimumSpeed: Speed?
    /// How long one call may take, redirects included; nil: as long as it goes on.
    public var deadline: Duration?
    /// TLS.
    public var tls: TLS
    /// The proxy.
    public var proxy: Proxy
    /// What is sent as `User-Agent`.
    public var userAgent: String
    /// How many redirects of a GET or HEAD are followed; with 0 the redirect itself is the answer.
    public var maximumRedirects: Int

    /// Takes options; the defaults suit a slow line.
    public init(
        connectTimeout: Duration = .seconds(10),
        minimumSpeed: Speed? = Speed(bytesPerSecond: 1024, window: .seconds(30)),
        deadline: Duration? = nil,
        tls: TLS = TLS(),
        proxy: Proxy = .environment,
        userAgent: String = "marram",
        maximumRedirects: Int = 5
    ) {
        self.connectTimeout = connectTimeout
        self.minimumSpeed = minimumSpeed
        self.deadline = deadline
        self.tls = tls
        self.proxy = proxy
        self.userAgent = userAgent
        self.maximumRedirects = maximumRedirects
    }
}
