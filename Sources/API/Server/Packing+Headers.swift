import Archive

/// How the headers of HTTP name packings, and what a body is without one.
extension Packing {
    /// How a body is packed, as `Content-Encoding` says; nil: it is not.
    ///
    /// - Throws: `RequestError` for a packing that is not known.
    static func of(contentEncoding: String?) throws(RequestError) -> Packing? {
        switch contentEncoding?.lowercased() {
        case nil, "identity", "": return nil
        case "gzip", "x-gzip": return .gzip
        case "deflate": return .deflate
        default: throw RequestError(.encoding, "Content-Encoding is none of gzip, deflate and identity")
        }
    }

    /// How whoever asks takes the answer packed, as `Accept-Encoding` says; nil: not at all.
    static func accepted(by acceptEncoding: String?) -> Packing? {
        guard let acceptEncoding else { return nil }
        let wishes = HeaderWishes([acceptEncoding])
        if wishes.weight(of: ["gzip", "x-gzip", "*"]) > 0 { return .gzip }
        return wishes.weight(of: ["deflate", "*"]) > 0 ? .deflate : nil
    }

    /// Unpacks a body; no more than `limit` bytes may come of it.
    ///
    /// - Throws: `RequestError` for more, and for what is not packed so.
    func body(_ packed: [UInt8], limit: Int) throws(RequestError) -> [UInt8] {
        do {
            return try unpack(packed, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw .tooLarge(limit: limit)
            case .broken: throw RequestError(.malformed, "the body is not what Content-Encoding says: \(rawValue)")
            case .outOfMemory:
                throw RequestError(.outOfMemory, "there is no memory for this body; send it again later")
            }
        }
    }
}
