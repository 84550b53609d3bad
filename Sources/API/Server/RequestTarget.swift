/// The path of a request, before it is compared with routes.
enum RequestTarget {
    /// Refuses paths that could mean another than they say.
    ///
    /// - Throws: `RequestError` for them.
    static func check(_ target: String?) throws(RequestError) {
        guard let target, target.utf8.first == UInt8(ascii: "/") else {
            throw RequestError(.malformed, "expected a path that begins with '/'")
        }
        var last = UInt8(ascii: "x")
        var hasTrick = false
        for byte in target.utf8 {
            if byte == UInt8(ascii: "?") { break }
            let isSlash = byte == UInt8(ascii: "/")
            // Two slashes, a segment that begins with a dot, what is encoded, a backslash, and what is no ASCII.
            if last == UInt8(ascii: "/"), isSlash || byte == UInt8(ascii: ".") { hasTrick = true }
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte <= 0x20 || byte >= 0x7F {
                hasTrick = true
            }
            last = byte
        }
        guard hasTrick else { return }
        try checkClosely(target.utf8.prefix { $0 != UInt8(ascii: "?") })
    }

    /// Looks at bytes: a mark behind a `/` makes another character of it, and a `/` all the same for whoever goes by bytes.
    private static func checkClosely(_ path: Substring.UTF8View) throws(RequestError) {
        guard let decoded = PercentEncoding.bytes(path), String(validating: decoded, as: UTF8.self) != nil else {
            throw RequestError(.malformed, "the path is not percent-encoded UTF-8")
        }
        let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
        let segments = decoded.split(separator: slash, omittingEmptySubsequences: false).dropFirst()
        let hasEmpty = segments.dropLast().contains([])
        guard !hasEmpty, !segments.contains([dot]), !segments.contains([dot, dot]) else {
            throw RequestError(.malformed, "the path has '//', '/./' or '/../'; write it without")
        }
        let isPlain = decoded.allSatisfy { $0 > 0x1F && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
        guard isPlain, decoded.count(where: { $0 == slash }) == path.count(where: { $0 == slash }) else {
            throw RequestError(.malformed, "the path has an encoded '/', a '\\' or a control character")
        }
    }
}
