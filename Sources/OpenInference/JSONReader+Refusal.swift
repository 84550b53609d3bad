extension JSONReader {
    /// The error for a byte that the grammar does not allow at the position.
    @inline(never)
    package func unexpected(_ body: RawSpan, expecting: StaticString) -> InferError {
        guard position < body.byteCount else {
            return InferError(
                .badJSON,
                "the body ends at byte \(position) where \(expecting) was expected; was it cut off?"
            )
        }
        if let word = wordForNoNumber(body) {
            return InferError(
                .badJSON,
                "'\(word)' at byte \(position) is not JSON, which has no such number; send a finite number"
            )
        }
        return InferError(
            .badJSON,
            "found \(Self.description(of: body.byte(position))) at byte \(position) where \(expecting) was expected"
        )
    }

    /// The error for one array or object too many.
    @inline(never)
    func tooDeep() -> InferError {
        InferError(
            .badJSON,
            "arrays and objects are nested deeper than \(maximumDepth) at byte \(position); send flat data"
        )
    }

    /// What kind of value starts at the position, for a message.
    package func kind(_ body: RawSpan) -> String {
        switch peek(body) {
        case Ascii.quote: "a string"
        case Ascii.openBrace: "an object"
        case Ascii.openBracket: "an array"
        case Ascii.t, Ascii.f: "a boolean"
        case Ascii.n: "null"
        default: "a number"
        }
    }

    /// The way that other languages write NaN or infinity, where it stands at the position.
    func wordForNoNumber(_ body: RawSpan) -> String? {
        for word in ["NaN", "-NaN", "Infinity", "-Infinity", "nan", "-nan", "inf", "-inf"]
        where starts(body, with: word) {
            return word
        }
        return nil
    }

    func starts(_ body: RawSpan, with word: String) -> Bool {
        guard body.byteCount - position >= word.utf8.count else { return false }
        return zip(position..., word.utf8).allSatisfy { body.byte($0) == $1 }
    }

    private static func description(of byte: UInt8) -> String {
        if byte > Ascii.space, byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
        let digits = String(byte, radix: 16)
        return "byte 0x\(digits.count < 2 ? "0" : "")\(digits)"
    }
}
