import Foundation

/// The parts of an `http:` or `https:` URL, as they stand in it.
struct WebAddress: Equatable {
    /// `http` or `https`, in lower case.
    let scheme: String
    /// In lower case, an IPv6 address in its brackets.
    let host: String
    /// Nil where none is named.
    let port: Int?
    /// Percent-encoded; empty, or from the first slash on.
    let path: String
    /// Percent-encoded, without the question mark; nil where there is no question mark.
    let query: String?

    /// Takes a URL apart; nil where it is none of `http:` and `https:`, has no host, or names a user.
    init?(_ url: String) {
        guard let colon = url.range(of: "://") else { return nil }
        scheme = url[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = url[colon.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.split(authority) else { return nil }
        self.host = host.lowercased()
        self.port = port
        let tail = rest[authority.endIndex...]
        let path = tail.prefix { $0 != "?" }
        self.path = String(path)
        query = path.endIndex < tail.endIndex ? String(tail[tail.index(after: path.endIndex)...]) : nil
    }

    /// Host and port as the `Host` header has them: no port where it is the scheme's own.
    var hostHeader: String {
        let own = scheme == "https" ? 443 : 80
        return port.map { $0 == own ? host : "\(host):\($0)" } ?? host
    }

    /// Scheme, host and port.
    var origin: String { "\(scheme)://\(hostHeader)" }

    private static func split(_ authority: Substring) -> (String, Int?)? {
        guard !authority.contains("@") else { return nil }
        let closing = authority.lastIndex(of: "]")
        let tail = closing.map { authority[authority.index(after: $0)...] } ?? authority
        guard let colon = tail.lastIndex(of: ":") else { return authority.isEmpty ? nil : (String(authority), nil) }
        guard let port = Int(authority[authority.index(after: colon)...]), (1...65535).contains(port) else {
            return nil
        }
        let host = authority[..<colon]
        return host.isEmpty || (closing == nil && host.contains(":")) ? nil : (String(host), port)
    }
}
