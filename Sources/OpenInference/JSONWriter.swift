/// Appends JSON to bytes that belong to somebody else.
extension [UInt8] {
    /// Appends text as it is.
    package mutating func appendRaw(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends a string in quotes; what JSON does not allow bare is escaped, the rest stays UTF-8.
    package mutating func appendQuoted(_ text: String) {
        append(Ascii.quote)
        for byte in text.utf8 { appendEscaped(byte) }
        append(Ascii.quote)
    }

    /// Appends valid UTF-8 as a string in quotes.
    package mutating func appendQuoted(utf8 text: some Collection<UInt8>) {
        append(Ascii.quote)
        for byte in text { appendEscaped(byte) }
        append(Ascii.quote)
    }

    /// Appends bytes as a string in quotes; false, and nothing is appended, when they are not UTF-8.
    package mutating func appendQuoted(validating text: ArraySlice<UInt8>) -> Bool {
        guard (try? UTF8Span(validating: text.span)) != nil else { return false }
        appendQuoted(utf8: text)
        return true
    }

    @inline(__always)
    private mutating func appendEscaped(_ byte: UInt8) {
        if byte >= Ascii.space, byte != Ascii.quote, byte != Ascii.backslash {
            append(byte)
        } else {
            appendEscape(byte)
        }
    }

    @inline(never)
    private mutating func appendEscape(_ byte: UInt8) {
        append(Ascii.backslash)
        switch byte {
        case Ascii.newline: append(Ascii.n)
        case Ascii.carriageReturn: append(Ascii.r)
        case Ascii.tab: append(Ascii.t)
        case 0..<Ascii.space:
            appendRaw(byte < 0x10 ? "u000" : "u00")
            appendRaw(String(byte, radix: 16))
        default: append(byte)
        }
    }

    /// Appends a whole number.
    package mutating func appendNumber(_ value: Int) {
        append(addingCapacity: NumberText.room) { output in output.appendNumber(value) }
    }

    /// Appends the shortest text that reads back as the same number, or `null` for one that is not finite.
    package mutating func appendNumber(_ value: Double) {
        append(addingCapacity: NumberText.room) { output in output.appendNumber(value) }
    }
}
