/// A URL that can be asked for: `http:` or `https:`, a host, no user information.
///
/// It is read by libcurl's own reader, so that what is judged here is what is connected there.
struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// Who answers: two addresses of one origin may see the same secrets.
    struct Origin: Sendable, Hashable {
        let scheme: String
        let host: String
        let port: String
    }

    private static let limit = 8 * 1024

    /// As it is sent.
    let text: String
    let origin: Origin
    /// Scheme, host, port and path: what may be told, without the query.
    let description: String

    /// - Throws: `invalid`.
    init(_ text: String) throws(TransferError) {
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
        guard let scheme = reader.scheme, let host = reader.host, let port = reader.port, !host.isEmpty else {
            throw TransferError(.invalid, "a URL names no host; expected http(s)://host[:port]/path")
        }
        self.text = text
        origin = Origin(scheme: scheme.lowercased(), host: host.lowercased(), port: port)
        let isUsual = (scheme == "https" ? "443" : "80") == port
        let path = (reader.path ?? "/").prefix(200)
        description = "\(scheme)://\(host)\(isUsual ? "" : ":" + port)\(path)"
    }

    var isSecure: Bool { origin.scheme == "https" }

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

    private static func isWeb(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.prefix(scheme.count).lowercased() == scheme {
            guard let next = text.dropFirst(scheme.count).first else { return false }
            return next != "/" && next != "\\"
        }
        return false
    }
}
