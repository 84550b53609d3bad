package import OpenInference

/// A JSON text, read as a whole and strictly: RFC 8259, no key twice in an object, no number beyond a Double.
///
/// For small documents that decide something; the caller bounds their size.
package indirect enum StrictJSON: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number, and the whole number that it was written as, without fraction and exponent.
    case number(Double, whole: Int64?)
    case string(String)
    case array([StrictJSON])
    /// Members in their order.
    case object([Member])

    /// A member of an object.
    package struct Member: Sendable, Equatable {
        package let key: String
        package let value: StrictJSON
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: All of it.
    ///   - maximumDepth: How deep arrays and objects may be nested.
    /// - Throws: What is wrong, and at which byte.
    package init(_ bytes: [UInt8], maximumDepth: Int = 16) throws(InferError) {
        guard !bytes.isEmpty else { throw InferError(.badJSON, "the file is empty") }
        var reader = JSONReader(maximumDepth: maximumDepth)
        let body = unsafe bytes.span.bytes
        _ = reader.next(body)
        self = try Self.read(&reader, body)
        try reader.end(body)
    }

    private static func read(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> StrictJSON {
        switch reader.peek(body) {
        case UInt8(ascii: "{"): return try object(&reader, body)
        case UInt8(ascii: "["): return try array(&reader, body)
        case UInt8(ascii: "\""): return .string(reader.decode(try reader.scanString(body), body))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(&reader, body)
        case let byte:
            try reader.skipValue(body)
            return byte == UInt8(ascii: "n") ? .null : .bool(byte == UInt8(ascii: "t"))
        }
    }

    private static func number(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> StrictJSON {
        let number = try reader.scanNumber(body)
        let value = number.double(body)
        guard value.isFinite else {
            throw InferError(.badJSON, "the number at byte \(number.start) is beyond what a Double holds")
        }
        guard number.isInteger, !number.isLong, number.mantissa <= UInt64(Int64.max) else {
            return .number(value, whole: nil)
        }
        let whole = Int64(number.mantissa)
        return .number(value, whole: number.isNegative ? -whole : whole)
    }

    private static func array(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> StrictJSON {
        var elements: [StrictJSON] = []
        guard try reader.firstElement(body) else { return .array(elements) }
        repeat { elements.append(try read(&reader, body)) } while try reader.nextElement(body)
        return .array(elements)
    }

    private static func object(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> StrictJSON {
        var members: [Member] = []
        var keys: Set<[UInt8]> = []
        var next = try reader.firstKeyPlace(body)
        while let place = next {
            let key = reader.decode(place, body)
            // Compared by bytes: strings that are equivalent in Unicode are two keys.
            guard keys.insert(Array(key.utf8)).inserted else {
                throw InferError(
                    .badJSON,
                    "the key '\(key)' stands twice in one object, at byte \(place.range.lowerBound)"
                )
            }
            members.append(Member(key: key, value: try read(&reader, body)))
            next = try reader.nextKeyPlace(body)
        }
        return .object(members)
    }

    /// What kind of value it is, for messages.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
