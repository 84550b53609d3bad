import OpenInference

/// Appends CSV to bytes.
extension [UInt8] {
    /// Appends a cell, in quotes where it has to be: around a delimiter, a quote, a line's end, spaces at its ends, or a byte order mark.
    public mutating func appendCSV(_ text: String, delimiter: UInt8 = UInt8(ascii: ",")) {
        let bytes = text.utf8
        let isPlain =
            bytes.first != Ascii.space && bytes.first != 0xEF && bytes.last != Ascii.space
            && !bytes.contains {
                $0 == delimiter || $0 == Ascii.quote || $0 == Ascii.newline || $0 == Ascii.carriageReturn
            }
        guard !isPlain else { return append(contentsOf: bytes) }
        append(Ascii.quote)
        for byte in bytes {
            append(byte)
            if byte == Ascii.quote { append(byte) }
        }
        append(Ascii.quote)
    }

    /// Appends the shortest text that reads back as the same number; nothing for one that is not finite.
    public mutating func appendCSV(_ number: Double) {
        if number.isFinite { appendNumber(number) }
    }
}
