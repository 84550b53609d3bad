/// Where a string stands in the body, without its quotes.
package struct StringPlace {
    package var range: Range<Int>
    /// True when it holds escapes.
    package var escaped: Bool
}

extension JSONReader {
    /// Checks the string whose opening quote stands at the position, and goes past it.
    package mutating func scanString(_ body: RawSpan) throws(InferError) -> StringPlace {
        let start = position &+ 1
        var at = start
        var escaped = false
        while true {
            at = body.endOfPlainText(at)
            let byte = body.byte(at)
            position = at
            if byte == Ascii.quote {
                position &+= 1
                return StringPlace(range: start..<at, escaped: escaped)
            }
            if byte == Ascii.backslash {
                escaped = true
                try skipEscape(body)
            } else if byte >= 0x80 {
                try skipMultibyte(body)
            } else {
                throw brokenString(body, start: start)
            }
            at = position
        }
    }

    /// The text of a string that has been scanned.
    package func decode(_ place: StringPlace, _ body: RawSpan) -> String {
        guard place.escaped else {
            // The scan has validated it, so this cannot fail.
            guard let text = try? UTF8Span(validating: Span(_bytes: body.extracting(place.range))) else { return "" }
            return String(copying: text)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(place.range.count)
        var reader = self
        reader.position = place.range.lowerBound
        while reader.position < place.range.upperBound {
            let byte = reader.peek(body)
            if byte == Ascii.backslash {
                reader.appendEscape(body, to: &bytes)
            } else {
                bytes.append(byte)
                reader.position &+= 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Checks one escape, a surrogate pair counted as one, and goes past it.
    private mutating func skipEscape(_ body: RawSpan) throws(InferError) {
        let start = position
        position &+= 1
        switch peek(body) {
        case Ascii.quote, Ascii.backslash, Ascii.slash, Ascii.b, Ascii.f, Ascii.n, Ascii.r, Ascii.t:
            position &+= 1
        case Ascii.u:
            position &+= 1
            let unit = try hexadecimal(body)
            guard unit & 0xF800 == 0xD800 else { return }
            guard unit < 0xDC00, peek(body) == Ascii.backslash else { throw loneSurrogate(start) }
            position &+= 1
            guard peek(body) == Ascii.u else { throw loneSurrogate(start) }
            position &+= 1
            guard try hexadecimal(body) & 0xFC00 == 0xDC00 else { throw loneSurrogate(start) }
        default:
            throw unexpected(body, expecting: "one of \" \\ / b f n r t u after a backslash")
        }
    }

    /// Adds what an escape that has been checked stands for, and goes past it.
    private mutating func appendEscape(_ body: RawSpan, to bytes: inout [UInt8]) {
        position &+= 1
        let letter = peek(body)
        position &+= 1
        switch letter {
        case Ascii.b: bytes.append(0x08)
        case Ascii.f: bytes.append(0x0C)
        case Ascii.n: bytes.append(Ascii.newline)
        case Ascii.r: bytes.append(Ascii.carriageReturn)
        case Ascii.t: bytes.append(Ascii.tab)
        case Ascii.u:
            var scalar = (try? hexadecimal(body)) ?? 0
            if scalar & 0xFC00 == 0xD800 {
                position &+= 2
                let low = (try? hexadecimal(body)) ?? 0
                scalar = 0x10000 &+ ((scalar & 0x3FF) << 10 | (low & 0x3FF))
            }
            bytes.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
        default: bytes.append(letter)
        }
    }

    private mutating func hexadecimal(_ body: RawSpan) throws(InferError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = peek(body)
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte &- 0x30
            case 0x41...0x46: digit = byte &- 0x37
            case 0x61...0x66: digit = byte &- 0x57
            default: throw unexpected(body, expecting: "four hexadecimal digits after \\u")
            }
            value = value << 4 | UInt32(digit)
            position &+= 1
        }
        return value
    }

    /// Checks one character of two to four bytes (Unicode 16, table 3-7), and goes past it.
    private mutating func skipMultibyte(_ body: RawSpan) throws(InferError) {
        let start = position
        let length: Int
        let second: ClosedRange<UInt8>
        switch peek(body) {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw notUTF8(start)
        }
        position &+= 1
        guard second.contains(peek(body)) else { throw notUTF8(start) }
        position &+= 1
        for _ in 2..<length {
            guard peek(body) & 0xC0 == 0x80 else { throw notUTF8(start) }
            position &+= 1
        }
    }

    @inline(never)
    private func brokenString(_ body: RawSpan, start: Int) -> InferError {
        guard position < body.byteCount else {
            return InferError(.badJSON, "the body ends inside the string that starts at byte \(start - 1)")
        }
        return InferError(
            .badJSON,
            "control character \(body.byte(position)) at byte \(position) in a string must be escaped, as in \\n or \\u000a"
        )
    }

    @inline(never)
    private func loneSurrogate(_ start: Int) -> InferError {
        InferError(.badJSON, "the escape at byte \(start) is half of a surrogate pair; send both halves or UTF-8")
    }

    @inline(never)
    private func notUTF8(_ start: Int) -> InferError {
        InferError(.badJSON, "the string is not valid UTF-8 at byte \(start); send UTF-8")
    }
}
