import OpenInference

/// A place in a CSV text, and the grammar of RFC 4180 from there on: cells in quotes, two quotes for one, LF or CRLF.
///
/// The text itself is handed to every function. Lines without anything in them are passed over.
struct CSVReader {
    /// The most cells in a line.
    static let mostCells = 4096

    /// What separates cells.
    let delimiter: UInt8
    /// The offset of the next byte.
    private(set) var position: Int
    /// The line, counted from 1, in which the record that was read last begins.
    private(set) var line = 0
    private var nextLine = 1

    /// Starts at an offset: behind the byte order mark where there is one.
    init(_ bytes: RawSpan, delimiter: UInt8) {
        self.delimiter = delimiter
        position = bytes.byte(0) == 0xEF && bytes.byte(1) == 0xBB && bytes.byte(2) == 0xBF ? 3 : 0
    }

    /// Says that so many bytes before the position were taken away from the text.
    mutating func forget(_ count: Int) { position &-= count }

    /// True for a byte that can separate cells.
    static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case Ascii.tab, Ascii.space: true
        case Ascii.quote, Ascii.point, Ascii.minus, Ascii.plus: false
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// Reads the next record into `cells`; false at the end of the text.
    mutating func next(_ bytes: RawSpan, into cells: inout [CSVCell]) throws(CSVError) -> Bool {
        cells.removeAll(keepingCapacity: true)
        while skipLineEnd(bytes) {}
        guard position < bytes.byteCount else { return false }
        line = nextLine
        while true {
            guard cells.count < Self.mostCells else {
                throw CSVError("more than \(Self.mostCells) cells; is the delimiter right?", line: line)
            }
            cells.append(try cell(bytes, cells.count))
            guard position < bytes.byteCount, bytes.byte(position) == delimiter else {
                _ = skipLineEnd(bytes)
                return true
            }
            position &+= 1
        }
    }

    /// Goes past the end of a line that stands at the position.
    private mutating func skipLineEnd(_ bytes: RawSpan) -> Bool {
        let start = position
        if bytes.byte(position) == Ascii.carriageReturn { position &+= 1 }
        if bytes.byte(position) == Ascii.newline { position &+= 1 }
        if position > start { nextLine &+= 1 }
        return position > start
    }

    /// Reads a cell up to the delimiter or the end of the line.
    private mutating func cell(_ bytes: RawSpan, _ column: Int) throws(CSVError) -> CSVCell {
        skipSpaces(bytes)
        if bytes.byte(position) == Ascii.quote { return try quoted(bytes, column) }
        let start = position
        var end = start
        while position < bytes.byteCount {
            let byte = bytes.byte(position)
            if byte == delimiter || byte == Ascii.newline || byte == Ascii.carriageReturn { break }
            position &+= 1
            if byte != Ascii.space { end = position }
        }
        return CSVCell(start: start, end: end, isEscaped: false)
    }

    private mutating func quoted(_ bytes: RawSpan, _ column: Int) throws(CSVError) -> CSVCell {
        position &+= 1
        var cell = CSVCell(start: position, end: position, isEscaped: false)
        while true {
            guard position < bytes.byteCount else {
                throw CSVError(
                    "the text ends inside a cell in quotes; close it with '\"'",
                    line: line,
                    column: column + 1
                )
            }
            let byte = bytes.byte(position)
            position &+= 1
            if byte == Ascii.newline { nextLine &+= 1 }
            guard byte == Ascii.quote else { continue }
            guard bytes.byte(position) == Ascii.quote else {
                break
            }
            cell.isEscaped = true
            position &+= 1
        }
        cell.end = position &- 1
        skipSpaces(bytes)
        let after = bytes.byte(position)
        let isEnd = position >= bytes.byteCount || after == Ascii.newline || after == Ascii.carriageReturn
        guard isEnd || after == delimiter else {
            throw CSVError(
                "something stands behind the closing quote; write two quotes for one inside a cell",
                line: line,
                column: column + 1
            )
        }
        return cell
    }

    private mutating func skipSpaces(_ bytes: RawSpan) {
        while bytes.byte(position) == Ascii.space, delimiter != Ascii.space { position &+= 1 }
    }
}
