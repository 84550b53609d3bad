import OpenInference

/// What stands in a place for a number.
enum CSVNumber: Equatable {
    /// A finite number.
    case number(Double)
    /// Nothing.
    case missing
    /// NaN, an infinity, or a number too large for a Double.
    case notFinite
    /// Something else.
    case text

    /// Reads a cell: what JSON allows, and also `+1`, `.5`, `5.` and zeros in front.
    init(_ cell: CSVCell, _ bytes: RawSpan) {
        if cell.isEmpty {
            self = .missing
            return
        }
        let decimal = DecimalNumber(bytes, at: cell.start)
        if decimal.isValid, decimal.end == cell.end {
            let value = decimal.double(bytes)
            self = value.isFinite ? .number(value) : .notFinite
        } else {
            self = Self.unusual(cell, bytes)
        }
    }

    @inline(never)
    private static func unusual(_ cell: CSVCell, _ bytes: RawSpan) -> CSVNumber {
        guard cell.end - cell.start <= 1024, let text = cell.text(bytes) else { return .text }
        if Double(text).map({ !$0.isFinite }) ?? false { return .notFinite }
        let isDecimal = text.utf8.allSatisfy { byte in
            byte &- Ascii.zero <= 9 || byte == Ascii.point || byte == Ascii.minus || byte == Ascii.plus
                || byte | 0x20 == Ascii.e
        }
        guard isDecimal, let value = Double(text) else { return .text }
        return .number(value)
    }
}
