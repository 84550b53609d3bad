/// A URL that can be asked for: `http:` or `https:`, a host, no user information.
///
/// It is read by libcurl's own reader, so that what is judged here is what is connected there.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    private static let limit = 8 * 1024

    /// As it is sent.
    public let text: String
    /// Scheme, host and port.
    public let origin: WebOrigin
    /// Percent-encoded, as it stands in the URL; empty, or from the first slash on.
    public let path: String
    /// Percent-encoded, without the question mark; nil where there is no question mark.
    public let query: String?

    /// Reads a URL.
    ///
    /// - Throws: `invalid`.
    public init(_ text: String) throws(TransferError) {
        guard text.utf8.count <= Self.limit else {
            throw TransferError(.invalid, "a URL has \(text.utf8.count) bytes, more than \(Self.limit)")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw TransferError(
                .invalid,
                "a URL has a space, a control character or a letter beyond ASCII in it; percent-encode it"
            )
        }
        guard Self.isWeb(text) else {
            throw TransferError(.invalid, "a URL has to begin with http:// or https:// and a host")
        }
        let reader = try CurlURL()
        switch reader.read(text) {
        case .done: break
        case .hasUser:
            throw TransferError(.invalid, "a URL has a user or a password in it; give credentials as a header")
        case .unusable: throw TransferError(.invalid, "a URL cannot be read; expected http(s)://host[:port]/path")
        }
        try self.init(reader, text: text)
    }

    private init(_ reader: borrowing CurlURL, text: String) throws(TransferError) {
        guard let scheme = reader.scheme, let host = reader.host, !host.isEmpty,
            let port = reader.port.flatMap({ Int($0) }), (1...65_535).contains(port)
        else {
            throw TransferError(
                .invalid,
                "a URL names no host, or no port of 1 to 65535; expected http(s)://host[:port]"
            )
        }
        // Behind the scheme and its "://".
        let rest = text.dropFirst(scheme.count + 3).prefix { $0 != "#" }
        let target = rest.drop { $0 != "/" && $0 != "?" }
        guard Self.host(in: rest.prefix { $0 != "/" && $0 != "?" }) == host.lowercased() else {
            throw TransferError(.invalid, "a URL writes its host in another way than it is read; write \(host)")
        }
        let path = target.prefix { $0 != "?" }
        self.init(
            text: text,
            origin: WebOrigin(scheme: scheme.lowercased(), host: host.lowercased(), port: port),
            path: String(path),
            query: path.endIndex < target.endIndex ? String(target[path.endIndex...].dropFirst()) : nil
        )
    }

    private init(text: String, origin: WebOrigin, path: String, query: String?) {
        self.text = text
        self.origin = origin
        self.path = path
        self.query = query
    }

    /// True for `https:`.
    public var isSecure: Bool { origin.scheme == "https" }

    /// Scheme, host, port and path: what may be told, without the query.
    public var description: String { "\(origin)\(path.isEmpty ? "/" : path.prefix(200))" }

    /// The address of another path, percent-encoded and with its slash, at the same origin, without a query.
    public func replacing(path: String) -> WebAddress {
        WebAddress(text: origin.description + path, origin: origin, path: path, query: nil)
    }

    /// Where a `Location` leads from here.
    ///
    /// - Throws: `misdirected` where that is no address, or a step down from https to http.
    func resolve(_ location: String) throws(TransferError) -> WebAddress {
        let reader = try CurlURL()
        guard location.utf8.count <= Self.limit, case .done = reader.read(text), case .done = reader.follow(location),
            let text = reader.text, let next = try? WebAddress(text)
        else {
            throw TransferError(.misdirected, "\(self) redirects to what is no http or https URL without a user")
        }
        guard next.isSecure || !isSecure else {
            throw TransferError(
                .misdirected,
                "\(self) redirects from https to http (\(next)), which would give up its protection"
            )
        }
        return next
    }

    /// The host as it is written, in small letters, without port and zone; a number or a code for it stays one.
    private static func host(in authority: Substring) -> String {
        guard authority.hasPrefix("[") else { return authority.prefix { $0 != ":" }.lowercased() }
        return authority.prefix { $0 != "%" && $0 != "]" }.lowercased() + "]"
    }

    private static func isWeb(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.prefix(scheme.count).lowercased() == scheme {
            guard let next = text.dropFirst(scheme.count).first else { return false }
            return next != "/" && next != "\\"
        }
        return false
    }
}
