extension RequestDecoder {
    /// What stands at the top level of a body that ``decode(_:)`` refused, up to its first syntax error.
    ///
    /// Reads no further than the limit on bytes; the first of a repeated key counts; what is not a string of bounded
    /// length is left out. Never fails.
    public func envelope(_ body: RawSpan) -> RequestEnvelope {
        let bytes = body.extracting(first: max(0, limits.bytes))
        var reader = JSONReader(maximumDepth: limits.depth)
        var id: String?
        var replyTo: String?
        do {
            guard reader.next(bytes) == Ascii.openBrace else { return RequestEnvelope() }
            var key = try reader.firstKey(bytes)
            while let name = key {
                switch name {
                case .id where id == nil: id = try Self.textIfAny(&reader, bytes)
                case .replyTo where replyTo == nil: replyTo = try Self.textIfAny(&reader, bytes)
                default: try reader.skipValue(bytes)
                }
                key = try reader.nextKey(bytes)
            }
        } catch {
            // What has been read until here is what can be had.
        }
        return RequestEnvelope(id: id, replyTo: replyTo)
    }

    private static func textIfAny(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> String? {
        guard reader.peek(body) == Ascii.quote else {
            try reader.skipValue(body)
            return nil
        }
        let text = reader.decode(try reader.scanString(body), body)
        return text.utf8.count <= longestText ? text : nil
    }
}
