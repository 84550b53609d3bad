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

    /// Reads a string of bounded length; gives back `previous` where that is the same.
    static func text(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ key: StaticString,
        previous: String?,
        in place: @autoclosure () -> String = "the request"
    ) throws(InferError) -> String {
        let found = try string(&reader, body, key, in: place())
        if !found.escaped {
            try check(found.range.count, key, in: place())
            if let previous, body.equals(previous, at: found.range) { return previous }
        }
        let text = reader.decode(found, body)
        try check(text.utf8.count, key, in: place())
        return text
    }

    /// Reads a string of bounded length into memory that is there.
    static func bytes(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ key: StaticString,
        into bytes: inout [UInt8]
    ) throws(InferError) {
        let found = try string(&reader, body, key, in: "the request")
        if found.escaped {
            bytes.append(contentsOf: reader.decode(found, body).utf8)
        } else {
            bytes.append(body.extracting(found.range))
        }
        try check(bytes.count, key, in: "the request")
    }

    private static func string(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ key: StaticString,
        in place: @autoclosure () -> String
    ) throws(InferError) -> StringPlace {
        guard reader.peek(body) == Ascii.quote else {
            throw try reader.wrongValue(body, "\(place()): '\(key)' is", "expected a string")
        }
        return try reader.scanString(body)
    }

    private static func check(
        _ size: Int,
        _ key: StaticString,
        in place: @autoclosure () -> String
    ) throws(InferError) {
        guard size <= longestText else {
            throw InferError(.badInput, "\(place()): '\(key)' has \(size) bytes, at most \(longestText) are accepted")
        }
    }
}

extension RawSpan {
    /// True where the text stands in a range, byte by byte.
    func equals(_ text: String, at range: Range<Int>) -> Bool {
        let bytes = text.utf8
        guard bytes.count == range.count else { return false }
        var at = range.lowerBound
        for byte in bytes {
            guard byte == self.byte(at) else { return false }
            at &+= 1
        }
        return true
    }
}
