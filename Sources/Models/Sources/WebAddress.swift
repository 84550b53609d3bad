/// An `http:` or `https:` URL, taken apart.
struct WebAddress: Sendable, Hashable {
    let isSecure: Bool
    /// Lower case; an IPv6 address with its brackets.
    let host: String
    /// The one that is written, else the scheme's.
    let port: Int
    /// Percent-encoded, with the slash at its beginning.
    let encodedPath: String
    /// Without the question mark; nil: none.
    let query: String?

    /// Reads what stands behind `http:` or `https:`.
    init(isSecure: Bool, _ rest: String) throws(UpdateError) {
        guard rest.hasPrefix("//"), rest.utf8.allSatisfy(Self.isAllowed), !rest.contains("#") else {
            throw Self.malformed(isSecure, "the host must follow, in ASCII, without blanks and fragment")
        }
        let rest = rest.dropFirst(2)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest.dropFirst(authority.count)
        guard !authority.contains("@") else {
            throw Self.malformed(isSecure, "it has user info, which is not taken: take the part before @ out")
        }
        let (host, port) = try Self.hostAndPort(String(authority), isSecure)
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            isSecure: isSecure,
            host: host,
            port: port,
            encodedPath: halves.first.map(String.init) ?? "",
            query: halves.count == 2 ? String(halves[1]) : nil
        )
        guard encodedPath.isEmpty || Self.isClean(encodedPath) else {
            throw Self.malformed(isSecure, "its path may have no empty, . or .. steps and no broken % codes")
        }
    }

    private init(isSecure: Bool, host: String, port: Int, encodedPath: String, query: String?) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.encodedPath = encodedPath
        self.query = query
    }

    /// The path with its percent codes read.
    var path: String { PercentCode.decoded(encodedPath) ?? encodedPath }

    /// The URL without its path.
    var origin: String {
        let scheme = isSecure ? "https" : "http"
        return port == Self.usualPort(isSecure) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// All of it, with its query: for requests, never for people.
    var url: String { origin + encodedPath + (query.map { "?" + $0 } ?? "") }

    /// Another path of the same host, without query.
    func replacing(encodedPath: String) -> WebAddress {
        WebAddress(isSecure: isSecure, host: host, port: port, encodedPath: encodedPath, query: nil)
    }

    static func usualPort(_ isSecure: Bool) -> Int { isSecure ? 443 : 80 }

    private static func hostAndPort(_ authority: String, _ isSecure: Bool) throws(UpdateError) -> (String, Int) {
        var host = authority.lowercased()
        var port = usualPort(isSecure)
        let tail = host.hasPrefix("[") ? host.drop { $0 != "]" }.dropFirst() : host.drop { $0 != ":" }
        if tail.hasPrefix(":") {
            guard let number = Int(tail.dropFirst()), (1...65_535).contains(number), !tail.contains("+") else {
                throw malformed(isSecure, "its port must be 1 to 65535")
            }
            port = number
        } else if !tail.isEmpty {
            throw malformed(isSecure, "its host cannot be read")
        }
        host = String(host.dropLast(tail.count))
        guard isHost(host) else { throw malformed(isSecure, "its host must be a name or an address") }
        return (host, port)
    }

    private static func isHost(_ host: String) -> Bool {
        if host.hasPrefix("[") {
            let inner = host.dropFirst().dropLast()
            return host.hasSuffix("]") && !inner.isEmpty
                && inner.utf8.allSatisfy { ":.0123456789abcdef".utf8.contains($0) }
        }
        return (1...253).contains(host.utf8.count)
            && host.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-._".utf8.contains($0) }
    }

    /// True when no step of the path, with its codes read, is empty, `.` or `..`, also between encoded slashes.
    private static func isClean(_ encoded: String) -> Bool {
        guard let decoded = PercentCode.decoded(encoded) else { return false }
        return SourcePlace.isClean(decoded)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    private static func malformed(_ isSecure: Bool, _ what: String) -> UpdateError {
        UpdateError(.badPath, "the \(isSecure ? "https" : "http") URL cannot be used: \(what)")
    }
}

extension WebAddress: CustomStringConvertible {
    /// Without the query.
    var description: String { origin + encodedPath }
}
