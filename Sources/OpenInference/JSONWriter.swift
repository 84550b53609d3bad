/// Appends JSON to bytes that belong to somebody else.
extension [UInt8] {
    /// Appends text as it is.
    mutating func appendRaw(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends a string in quotes; what JSON does not allow bare is escaped, the rest stays UTF-8.
    mutating func appendQuoted(_ text: String) {
        append(Ascii.quote)
        let start = count
        append(contentsOf: text.utf8)
        let isPlain = self[start...].allSatisfy { $0 >= Ascii.space && $0 != Ascii.quote && $0 != Ascii.backslash }
        if !isPlain {
            removeSubrange(start...)
            appendEscaped(text)
        }
        append(Ascii.quote)
    }

    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case Ascii.quote, Ascii.backslash: append(contentsOf: [Ascii.backslash, byte])
            case Ascii.newline: appendRaw("\\n")
            case Ascii.carriageReturn: appendRaw("\\r")
            case Ascii.tab: appendRaw("\\t")
            case 0..<Ascii.space: appendRaw(byte < 0x10 ? "\\u000" : "\\u00"); appendRaw(String(byte, radix: 16))
            default: append(byte)
            }
        }
    }

    /// Appends a whole number.
    mutating func appendNumber(_ value: Int64) {
        append(addingCapacity: NumberText.room) { output in output.appendNumber(value) }
    }

    /// Appends the shortest text that reads back as the same finite Float.
    mutating func appendNumber(_ value: Float) {
        append(addingCapacity: NumberText.room) { output in output.appendNumber(value) }
    }
}
