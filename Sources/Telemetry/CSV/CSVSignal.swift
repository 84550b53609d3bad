import OpenInference

/// One column of numbers of a text that comes piece by piece: a CSV file, or a number a line; in constant memory.
public struct CSVSignal: Sendable {
    /// A row of the text.
    public struct Row: Sendable, Equatable {
        /// The number; NaN where it is missing, and it may be infinite.
        public let value: Double
        /// When it was taken; nil without a column of times.
        public let time: Timestamp?
        /// The line, counted from 1.
        public let line: Int
    }

    /// The most bytes of a line.
    public static let longestLine = 1 << 20

    /// Which of a line's cells are meant.
    private struct Layout: Sendable {
        let cells: Int
        let column: Int
        let name: String
        let header: [String]
        var clock: CSVClock?
    }

    private let column: String?
    private let options: CSVOptions
    private var bytes: [UInt8] = []
    private var isEnded = false
    private var reader: CSVReader?
    private var layout: Layout?
    private var cells: [CSVCell] = []
    private var lastLine = 0
    private var waiting: Row?

    /// Begins a text.
    ///
    /// - Parameters:
    ///   - column: The column's name; nil: the only one beside times, or a number a line without a header.
    ///   - options: The delimiter, and where the times are.
    public init(column: String?, _ options: CSVOptions = CSVOptions()) {
        self.column = column
        self.options = options
    }

    /// The name of the column; nil until it is known, and where the text has no header.
    public var name: String? { layout.flatMap { $0.header.isEmpty ? nil : $0.name } }

    /// Takes the next piece of the text.
    public mutating func append(_ piece: ArraySlice<UInt8>) {
        if let read = reader?.position {
            bytes.removeFirst(min(read, bytes.count))
            reader?.forget(read)
        }
        bytes.append(contentsOf: piece)
    }

    /// Says that the text has ended.
    public mutating func end() { isEnded = true }

    /// Reads the next row; nil: more of the text is needed, or it has ended.
    ///
    /// - Throws: What cannot be read, with its line.
    public mutating func next() throws(CSVError) -> Row? {
        if let row = waitingRow() { return row }
        if layout == nil {
            guard try begin() else { return nil }
        }
        guard try nextRecord() else { return nil }
        let row = try row()
        // Where a line is one cell, a blank one is a number that is missing.
        if layout?.cells != 1 { lastLine = row.line - 1 }
        waiting = row
        return waitingRow()
    }

    /// The row that waits, after one for each blank line before it.
    private mutating func waitingRow() -> Row? {
        guard let row = waiting else { return nil }
        guard row.line > lastLine + 1 else {
            waiting = nil
            lastLine = row.line
            return row
        }
        lastLine += 1
        return Row(value: .nan, time: nil, line: lastLine)
    }
}

extension CSVSignal {
    /// Finds out what the text looks like by its first line; false: it is not whole yet.
    private mutating func begin() throws(CSVError) -> Bool {
        let delimiter = options.delimiter ?? CSVHeader.likelyDelimiter(unsafe bytes.span.bytes)
        reader = CSVReader(unsafe bytes.span.bytes, delimiter: delimiter)
        let start = reader
        guard try nextRecord() else {
            guard isEnded else {
                reader = nil
                return false
            }
            throw CSVError("the text is empty; expected a number a line, or a header and rows")
        }
        if column == nil, cells.count == 1, CSVNumber(cells[0], unsafe bytes.span.bytes) != .text {
            reader = start
            layout = Layout(cells: 1, column: 0, name: "", header: [])
            return true
        }
        let (_, header) = try CSVHeader.read(unsafe bytes.span.bytes, delimiter: delimiter)
        lastLine = reader?.line ?? 1
        layout = try layout(header)
        return true
    }

    private func layout(_ header: CSVHeader) throws(CSVError) -> Layout {
        var options = options
        options.columns = column.map { [$0] }
        let clock = try CSVClock(header: header.names, options: options)
        let list = header.names.joined(separator: ", ")
        if let column {
            guard let place = header.names.firstIndex(of: column) else {
                throw CSVError("there is no column '\(column)'; the file has \(list)")
            }
            return Layout(cells: header.names.count, column: place, name: column, header: header.names, clock: clock)
        }
        let others = header.names.indices.filter { $0 != clock.column }
        guard let place = others.first, others.count == 1 else {
            throw CSVError("the file has the columns \(list); name the one to read")
        }
        return Layout(
            cells: header.names.count,
            column: place,
            name: header.names[place],
            header: header.names,
            clock: clock
        )
    }

    /// Reads a line into `cells`; false where it is not whole yet, or there is none.
    private mutating func nextRecord() throws(CSVError) -> Bool {
        guard var next = reader else { return false }
        let result: Result<Bool, CSVError>
        // The bytes are read while the cells change.
        var record: [CSVCell] = []
        swap(&record, &cells)
        do throws(CSVError) {
            result = .success(try next.next(unsafe bytes.span.bytes, into: &record))
        } catch {
            result = .failure(error)
        }
        cells = record
        // What ends without a line's end may go on.
        if !isEnded, next.position >= bytes.count, bytes.last != Ascii.newline || !result.isSuccess {
            guard bytes.count - (reader?.position ?? 0) <= Self.longestLine else {
                throw CSVError("the line has more than \(Self.longestLine) bytes; is it a text?", line: lastLine + 1)
            }
            return false
        }
        reader = next
        return try result.get()
    }

    private mutating func row() throws(CSVError) -> Row {
        guard let layout, let line = reader?.line else { throw CSVError("the text has no first line") }
        guard cells.count == layout.cells else {
            throw CSVError("\(cells.count) cells where the first line has \(layout.cells)", line: line)
        }
        let value = try value(layout, line)
        guard var clock = layout.clock, clock.column != nil else { return Row(value: value, time: nil, line: line) }
        try clock.settle(unsafe bytes.span.bytes, cells, layout.header, line: line)
        self.layout?.clock = clock
        return Row(value: value, time: try clock.time(unsafe bytes.span.bytes, cells, line: line), line: line)
    }

    private func value(_ layout: Layout, _ line: Int) throws(CSVError) -> Double {
        let cell = cells[layout.column]
        switch CSVNumber(cell, unsafe bytes.span.bytes) {
        case .number(let value): return value
        case .missing: return .nan
        case .notFinite: return cell.nonFinite(unsafe bytes.span.bytes)
        case .text:
            let found = "'\(cell.excerpt(unsafe bytes.span.bytes))' where a number was expected"
            throw CSVError(
                layout.header.isEmpty ? found : "'\(layout.name)' holds \(found)",
                line: line,
                column: layout.column + 1
            )
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}
