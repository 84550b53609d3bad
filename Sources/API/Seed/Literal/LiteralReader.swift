/// Reads the numbers of a JSON object or array, or of a Python dict, list or tuple literal; nothing is ever evaluated.
///
/// Both ways of writing may be mixed: either quotes, trailing commas, `True`, `false`, `1e-3`, `.5`, `+2`. Values of mappings
/// and of what stands inside one another come in the order of the text; keys are only looked at for being twice.
struct LiteralReader {
    /// Most bytes of a text.
    static let longest = 64 << 10
    /// Most brackets that stand inside one another.
    static let deepest = 16
    /// Most bytes of a key, as it is written.
    static let longestKey = 256

    let bytes: [UInt8]
    var position = 0
    private var numbers: [LiteralNumber] = []

    /// Reads a text.
    ///
    /// - Returns: Its numbers, in order; maybe none.
    /// - Throws: What stands where, and what was expected there.
    static func numbers(in text: [UInt8]) throws(LiteralError) -> [LiteralNumber] {
        guard text.count <= longest else {
            throw LiteralError(message: "\(text.count) bytes; at most \(longest) are read", position: longest)
        }
        var reader = LiteralReader(bytes: text)
        return try reader.read()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func read() throws(LiteralError) -> [LiteralNumber] {
        skipSpace()
        guard let first = next, Self.closing(first) != nil else {
            throw refusal("expected an object, an array, a dict, a list or a tuple of numbers, such as {\"a\": 5.1}")
        }
        try container(depth: 1)
        skipSpace()
        guard next == nil else { throw refusal("something follows after the end of the literal; leave it out") }
        return numbers
    }

    // MARK: brackets

    private mutating func container(depth: Int) throws(LiteralError) {
        guard let opening = next, let closing = Self.closing(opening) else { throw refusal("expected a bracket") }
        guard depth <= Self.deepest else { throw refusal("more than \(Self.deepest) brackets inside one another") }
        position += 1
        var keys: Set<[UInt8]> = []
        skipSpace()
        while next != closing {
            if opening == UInt8(ascii: "{") { try key(among: &keys) }
            try value(depth: depth)
            skipSpace()
            guard next == UInt8(ascii: ",") else { break }
            position += 1
            skipSpace()
        }
        guard next == closing else {
            throw refusal("expected ',' or '\(Character(Unicode.Scalar(closing)))'")
        }
        position += 1
    }

    private mutating func value(depth: Int) throws(LiteralError) {
        skipSpace()
        guard let first = next else { throw refusal("the text ends where a value was expected") }
        if Self.closing(first) != nil { return try container(depth: depth + 1) }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            throw refusal("a text stands where a number was expected; write numbers without quotes")
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            numbers.append(try number())
        default: numbers.append(try word())
        }
    }

    private static func closing(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "("): UInt8(ascii: ")")
        default: nil
        }
    }

    // MARK: keys

    private mutating func key(among keys: inout Set<[UInt8]>) throws(LiteralError) {
        let start = position
        guard let first = next else { throw refusal("the text ends where a key or '}' was expected") }
        let key: [UInt8] =
            switch first {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): try text()
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): try plainKey()
            default: throw refusal("expected a key in quotes, such as 'a': 5.1")
            }
        guard keys.insert(key).inserted else {
            throw LiteralError(message: "a key stands twice; give each value a key of its own", position: start)
        }
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw refusal("expected ':' after a key") }
        position += 1
    }

    /// A number as a key, as it is written; it never equals a text.
    private mutating func plainKey() throws(LiteralError) -> [UInt8] {
        let start = position
        _ = try number()
        return [0] + bytes[start..<position]
    }

    // MARK: bytes

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func refusal(_ message: String) -> LiteralError { LiteralError(message: message, position: position) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { position += 1 }
    }
}
