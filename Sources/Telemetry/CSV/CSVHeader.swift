import OpenInference

/// The first line of a CSV text: the names of the columns.
struct CSVHeader {
    /// The names in order; each stands once.
    let names: [String]

    /// Reads the header and returns a reader that stands behind it.
    static func read(_ bytes: RawSpan, delimiter: UInt8?) throws(CSVError) -> (reader: CSVReader, header: CSVHeader) {
        if bytes.byte(0) == 0xFF && bytes.byte(1) == 0xFE || bytes.byte(0) == 0xFE && bytes.byte(1) == 0xFF {
            throw CSVError("the text is UTF-16; save it as UTF-8")
        }
        if let delimiter, !CSVReader.isDelimiter(delimiter) {
            throw CSVError("byte \(delimiter) cannot separate cells; take ',', ';', a tab or another sign")
        }
        var reader = CSVReader(bytes, delimiter: delimiter ?? likelyDelimiter(bytes))
        var cells: [CSVCell] = []
        guard try reader.next(bytes, into: &cells) else {
            throw CSVError("the text is empty; expected a header line with the names of the columns")
        }
        return (reader, try CSVHeader(cells, bytes, line: reader.line))
    }

    private init(_ cells: [CSVCell], _ bytes: RawSpan, line: Int) throws(CSVError) {
        var names: [String] = []
        var known = Set<String>()
        var numbers = 0
        for (index, cell) in cells.enumerated() {
            guard let name = cell.text(bytes) else {
                throw CSVError("the column's name is not UTF-8; save the file as UTF-8", line: line, column: index + 1)
            }
            // A first column without a name is an index, as pandas writes it.
            guard known.insert(name).inserted else {
                throw CSVError("column '\(name)' stands twice; name every column once", line: line, column: index + 1)
            }
            if case .number = CSVNumber(cell, bytes) { numbers += 1 }
            names.append(name)
        }
        guard numbers < cells.count else {
            throw CSVError("the first line holds numbers; expected a header with the names of the columns", line: line)
        }
        self.names = names
    }

    /// The delimiter that stands most often in the first line, outside quotes; a comma where there is none.
    static func likelyDelimiter(_ bytes: RawSpan) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for index in 0..<bytes.byteCount {
            let byte = bytes.byte(index)
            if byte == Ascii.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == Ascii.newline || byte == Ascii.carriageReturn { break }
            counts[byte, default: 0] += 1
        }
        let candidates = [Ascii.comma, UInt8(ascii: ";"), Ascii.tab]
        // The first of those that stand equally often.
        return candidates.reduce(Ascii.comma) { best, next in
            counts[next, default: 0] > counts[best, default: 0] ? next : best
        }
    }
}
