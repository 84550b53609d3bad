/// Which proxy a request takes.
struct ProxyChoice: Sendable, Hashable {
    private static let schemes: Set<String> = ["http", "https", "socks5", "socks5h", "socks4", "socks4a"]

    /// With its credentials; empty: none.
    let url: String
    /// The hosts that are asked without it, as in `no_proxy`.
    let exceptions: String
    /// What may be told of it; nil: there is none.
    let place: String?

    static let none = ProxyChoice(url: "", exceptions: "", place: nil)

    private init(url: String, exceptions: String, place: String?) {
        self.url = url
        self.exceptions = exceptions
        self.place = place
    }

    /// Chooses as curl does: an empty variable is none, and `HTTP_PROXY` is not looked at, for whoever sends a CGI program
    /// a request can set it.
    ///
    /// - Throws: `invalid`, with the name of what holds no proxy's URL, not with its value.
    init(_ proxy: TransferOptions.Proxy, isSecure: Bool, environment: [String: String]) throws(TransferError) {
        let exceptions = Self.first(["no_proxy", "NO_PROXY"], environment)?.value ?? ""
        switch proxy {
        case .none: self = .none
        case .url(let url): try self.init(url, from: "the proxy", exceptions: exceptions)
        case .environment:
            let names = (isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
            guard let found = Self.first(names, environment) else {
                self = .none
                return
            }
            try self.init(found.value, from: found.name, exceptions: exceptions)
        }
    }

    private init(_ text: String, from name: String, exceptions: String) throws(TransferError) {
        let url = text.contains("://") ? text : "http://" + text
        let reader = try CurlURL()
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), case .done = reader.readProxy(url),
            let scheme = reader.scheme, Self.schemes.contains(scheme.lowercased()), let host = reader.host,
            !host.isEmpty
        else {
            throw TransferError(
                .invalid,
                "\(name) is not a proxy's URL; expected http://host:port (https, socks5 and socks5h, too)"
            )
        }
        let place = "\(scheme)://\(host)" + (reader.port.map { ":" + $0 } ?? "")
        self.init(url: url, exceptions: exceptions, place: place)
    }

    private static func first(_ names: [String], _ environment: [String: String]) -> (name: String, value: String)? {
        for name in names {
            if let value = environment[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }
}
