/// Numbers, words and texts.
extension LiteralReader {
    /// Most bytes of a number.
    private static let longestNumber = 400

    /// Reads a number in decimal digits.
    mutating func number() throws(LiteralError) -> LiteralNumber {
        let start = position
        if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
        if next.map(Self.isLetter) == true { return try word(from: start) }
        let whole = digits()
        var (fraction, hasPoint) = (0, false)
        if next == UInt8(ascii: ".") {
            position += 1
            (fraction, hasPoint) = (digits(), true)
        }
        guard whole + fraction > 0 else { throw refusal("expected a digit") }
        let hasExponent = try exponent()
        if let byte = next, Self.isLetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: ".") {
            throw refusal("'\(Self.shown(byte))' follows a number; expected decimal digits alone, such as 1000 or 1e3")
        }
        guard position - start <= Self.longestNumber else { throw refusal("a number has too many digits") }
        let isSigned = !Self.isDigit(bytes[start]) && bytes[start] != UInt8(ascii: ".")
        let digit = start + (isSigned ? 1 : 0)
        guard whole < 2 || bytes[digit] != UInt8(ascii: "0") else {
            throw LiteralError(message: "a number begins with 0; leave that out", position: digit)
        }
        return try value(of: bytes[start..<position], isWhole: !hasPoint && !hasExponent, at: start)
    }

    private func value(of digits: ArraySlice<UInt8>, isWhole: Bool, at start: Int) throws(LiteralError) -> LiteralNumber
    {
        let text = String(decoding: digits, as: UTF8.self)
        if isWhole {
            if let value = Int64(text) { return .whole(value) }
            if let value = UInt64(text) { return .large(value) }
        }
        guard let value = Double(text), value.isFinite else {
            throw LiteralError(message: "a number is beyond what can be computed with", position: start)
        }
        return .decimal(value)
    }

    /// Passes over digits; returns how many there were.
    private mutating func digits() -> Int {
        let start = position
        while let byte = next, Self.isDigit(byte) { position += 1 }
        return position - start
    }

    /// Passes over an exponent; false where there is none.
    private mutating func exponent() throws(LiteralError) -> Bool {
        guard next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else { return false }
        position += 1
        if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
        guard digits() > 0 else { throw refusal("expected a digit of the exponent; in a URL write + as %2B") }
        return true
    }

    /// Reads `True` or `false`; says of other words why they are none.
    mutating func word(from start: Int? = nil) throws(LiteralError) -> LiteralNumber {
        let start = start ?? position
        while let byte = next, Self.isLetter(byte) || Self.isDigit(byte) || Self.isSign(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position].prefix(40), as: UTF8.self)
        switch word {
        case "True", "true": return .truth(true)
        case "False", "false": return .truth(false)
        case "None", "null":
            throw LiteralError(
                message: "\(word) stands where a number was expected; a value is missing",
                position: start
            )
        default: break
        }
        guard !["nan", "inf", "infinity"].contains(word.drop(while: { "+-".contains($0) }).lowercased()) else {
            throw LiteralError(message: "\(word) is not finite; expected a finite number", position: start)
        }
        let found = word.isEmpty ? "'\(next.map(Self.shown) ?? "")'" : "'\(word)'"
        throw LiteralError(message: "\(found) is no number; names are not evaluated", position: start)
    }

    /// Reads a text in quotes.
    mutating func text() throws(LiteralError) -> [UInt8] {
        guard let quote = next else { throw refusal("expected a key in quotes") }
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = next, byte != quote {
            guard byte >= 0x20 else { throw refusal("a line ends inside a key; close its quote") }
            if byte == UInt8(ascii: "\\") { text += try escaped() } else { text.append(byte) }
            position += 1
            guard position - start <= Self.longestKey else {
                throw LiteralError(message: "a key has more than \(Self.longestKey) bytes", position: start)
            }
        }
        guard next != nil else { throw LiteralError(message: "a key is not closed by its quote", position: start) }
        position += 1
        return text
    }

    /// What an escape stands for, in UTF-8; `position` is at its last byte afterwards.
    private mutating func escaped() throws(LiteralError) -> [UInt8] {
        position += 1
        switch next {
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "/"): return [bytes[position]]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"): return try code(digits: 4)
        case UInt8(ascii: "x"): return try code(digits: 2)
        default: throw refusal("a key has an escape that is not read; write the character itself")
        }
    }

    /// The character of a number in hexadecimal; a half of a pair stays the text that it is.
    private mutating func code(digits: Int) throws(LiteralError) -> [UInt8] {
        let first = position + 1
        guard first + digits <= bytes.count,
            let value = UInt32(String(decoding: bytes[first..<first + digits], as: UTF8.self), radix: 16),
            bytes[first] != UInt8(ascii: "+"), bytes[first] != UInt8(ascii: "-")
        else { throw refusal("an escape in a key needs \(digits) hexadecimal digits") }
        position += digits
        guard let scalar = Unicode.Scalar(value) else { return [UInt8(ascii: "\\")] + bytes[first..<first + digits] }
        return Array(String(Character(scalar)).utf8)
    }

    // MARK: bytes

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || byte == UInt8(ascii: "_")
    }

    private static func shown(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? String(Character(Unicode.Scalar(byte))) : "byte \(byte)"
    }
}
