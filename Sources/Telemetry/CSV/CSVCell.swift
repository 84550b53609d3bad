import OpenInference

/// Where a cell stands in a CSV text, without its quotes and without the spaces around it.
struct CSVCell: Equatable {
    /// The first byte.
    var start: Int
    /// The byte behind the last.
    var end: Int
    /// True where two quotes inside stand for one.
    var isEscaped: Bool

    /// True without anything in it.
    var isEmpty: Bool { start == end }

    /// True where the cell is UTF-8 without anything but ASCII.
    func isASCII(_ bytes: RawSpan) -> Bool {
        for index in start..<end where bytes.byte(index) >= 0x80 { return false }
        return true
    }

    /// What the cell holds; nil where it is not UTF-8.
    func text(_ bytes: RawSpan) -> String? {
        guard let text = try? UTF8Span(validating: Span(_bytes: bytes.extracting(start..<end))) else { return nil }
        guard isEscaped else { return String(copying: text) }
        var plain: [UInt8] = []
        var at = start
        while at < end {
            plain.append(bytes.byte(at))
            at += bytes.byte(at) == Ascii.quote ? 2 : 1
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The number in a cell that is known to hold one that is not finite.
    func nonFinite(_ bytes: RawSpan) -> Double {
        // A number that is too large for a Double may be written as Swift does not read it.
        text(bytes).flatMap(Double.init) ?? (bytes.byte(start) == Ascii.minus ? -.infinity : .infinity)
    }

    /// What the cell holds, cut and made readable for a message.
    func excerpt(_ bytes: RawSpan) -> String {
        let short = CSVCell(start: start, end: min(end, start + 40), isEscaped: false)
        var text = ""
        for index in short.start..<short.end {
            let byte = bytes.byte(index)
            text.unicodeScalars.append(byte >= Ascii.space && byte < 0x7F ? Unicode.Scalar(byte) : "?")
        }
        return short.end < end ? text + "…" : text
    }
}
