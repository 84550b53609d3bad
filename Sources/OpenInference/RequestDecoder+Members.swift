extension RequestDecoder {
    /// Checks that a key which may stand once has not been met.
    @inline(__always)
    static func once(
        _ isFirst: Bool,
        _ key: StaticString,
        in place: @autoclosure () -> String = "the request"
    ) throws(InferError) {
        if !isFirst { throw InferError(.badInput, "\(place()): '\(key)' stands twice; send it once") }
    }

    /// Reads a string of bounded length.
    static func text(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ key: StaticString,
        in place: @autoclosure () -> String = "the request"
    ) throws(InferError) -> String {
        guard reader.peek(body) == Ascii.quote else {
            throw try reader.wrongValue(body, "\(place()): '\(key)' is", "expected a string")
        }
        let text = reader.decode(try reader.scanString(body), body)
        guard text.utf8.count <= longestText else {
            let size = text.utf8.count
            throw InferError(.badInput, "\(place()): '\(key)' has \(size) bytes, at most \(longestText) are accepted")
        }
        return text
    }

    /// Goes past an object of parameters, none of which changes the answer; true when one says that the tensor is binary.
    static func parameters(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ key: StaticString,
        in place: @autoclosure () -> String = "the request"
    ) throws(InferError) -> Bool {
        guard reader.peek(body) == Ascii.openBrace else {
            throw try reader.wrongValue(body, "\(place()): '\(key)' is", "expected an object")
        }
        var isBinary = false
        var member = try reader.firstKey(body)
        while let name = member {
            if name == .binaryDataSize { isBinary = true }
            try reader.skipValue(body)
            member = try reader.nextKey(body)
        }
        return isBinary
    }
}
