/// Who answers at a URL: two addresses of one origin may see the same secrets.
public struct WebOrigin: Sendable, Hashable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: String
    /// In lower case, an IPv6 address in its brackets.
    public let host: String
    /// The scheme's own where the URL names none.
    public let port: Int

    /// Host and port as the `Host` header has them: no port where it is the scheme's own.
    public var authority: String { port == (scheme == "https" ? 443 : 80) ? host : "\(host):\(port)" }

    /// Scheme, host and port, as a URL begins: `https://models.example:8443`.
    public var description: String { "\(scheme)://\(authority)" }
}
