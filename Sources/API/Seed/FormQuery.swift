/// The part of a URL after `?`, as forms write it: `name=value&…`, `+` for a space, `%` and two digits for a byte.
struct FormQuery {
    /// Most pairs that are read.
    private static let most = 64

    private var pairs: [(name: String, value: [UInt8])] = []

    /// Reads a query.
    ///
    /// - Throws: `RequestError` where a `%` is not followed by two digits, a name is not UTF-8 or pairs are too many.
    init(_ query: String?) throws(RequestError) {
        guard let query, !query.isEmpty else { return }
        let parts = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true)
        guard parts.count <= Self.most else {
            throw RequestError(.malformed, "the URL has \(parts.count) parameters, at most \(Self.most) are read")
        }
        for part in parts {
            let place = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try Self.bytes(part[..<place])
            let value = place == part.endIndex ? [] : try Self.bytes(part[part.index(after: place)...])
            guard let text = String(validating: name, as: UTF8.self) else {
                throw RequestError(.malformed, "the name of a URL's parameter is not UTF-8")
            }
            pairs.append((text, value))
        }
    }

    /// The bytes of a parameter; nil where it is not there.
    ///
    /// - Throws: `RequestError` where it stands twice.
    func bytes(_ name: String) throws(RequestError) -> [UInt8]? {
        let found = pairs.filter { $0.name == name }
        guard found.count < 2 else {
            throw RequestError(.malformed, "the URL's parameter '\(name)' stands twice; give it once")
        }
        return found.first?.value
    }

    /// The text of a parameter; nil where it is not there.
    ///
    /// - Throws: `RequestError` where it stands twice or is not UTF-8.
    func text(_ name: String) throws(RequestError) -> String? {
        guard let bytes = try bytes(name) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RequestError(.malformed, "the URL's parameter '\(name)' is not UTF-8")
        }
        return text
    }

    private static func bytes(_ part: Substring.UTF8View) throws(RequestError) -> [UInt8] {
        guard let bytes = PercentEncoding.bytes(part, plus: UInt8(ascii: " ")) else {
            throw RequestError(
                .malformed,
                "a '%' in the URL is not followed by two hexadecimal digits; write %25"
            )
        }
        return bytes
    }
}
