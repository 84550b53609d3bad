/// The wanted columns of a CSV file with a header, in memory.
public struct CSVTable: Sendable {
    /// The names of the columns of numbers.
    public let names: [String]
    /// How many rows there are: 1 or more.
    public let rows: Int
    /// The numbers row by row, `names.count` for each; NaN where a cell is empty.
    public let values: [Double]
    /// The rows' times; nil without a column of times.
    public let times: [Timestamp]?
    /// The name of the column of times, and how they are written.
    public let time: (name: String, format: TimeFormat)?
    /// For each column of ``CSVOptions/labels`` in order: which rows it marks.
    public let labels: [[Bool]]
    /// For each column of ``CSVOptions/texts`` in order: what stands in it.
    public let texts: [[String]]
    /// The line of the file, counted from 1, in which each row begins.
    public let lines: [Int32]

    /// Reads a file's bytes.
    /// - Throws: what cannot be read, with line and column, or which column is not there.
    public init(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) throws(CSVError) {
        // Bytes have no alignment and no padding.
        try self.init(unsafe bytes.span.bytes, options)
    }

    /// Reads a file's bytes.
    /// - Throws: what cannot be read, with line and column, or which column is not there.
    public init(_ bytes: RawSpan, _ options: CSVOptions = CSVOptions()) throws(CSVError) {
        guard bytes.byteCount <= options.maximumBytes else {
            throw CSVError("\(bytes.byteCount) bytes; at most \(options.maximumBytes) are read, so split the file")
        }
        var (reader, header) = try CSVHeader.read(bytes, delimiter: options.delimiter)
        var loader = try CSVLoader(header: header, options: options)
        while try reader.next(bytes, into: &loader.cells) { try loader.take(bytes, line: reader.line) }
        guard loader.rows > 0 else {
            throw CSVError("there is a header but no row; expected at least one line of values below it")
        }
        names = loader.names
        rows = loader.rows
        values = loader.values
        time = loader.time
        times = loader.time == nil ? nil : loader.times
        labels = loader.labels
        texts = loader.texts
        lines = loader.lines
    }

    /// The names of all columns of a file, in order.
    /// - Throws: what about the header cannot be read.
    public static func header(_ bytes: [UInt8], delimiter: UInt8? = nil) throws(CSVError) -> [String] {
        try CSVHeader.read(unsafe bytes.span.bytes, delimiter: delimiter).header.names
    }

    /// The column of times that such options find in a header; nil: there is none.
    /// - Throws: that the column that is named is not there.
    public static func timeColumn(of header: [String], _ options: CSVOptions) throws(CSVError) -> String? {
        try CSVClock(header: header, options: options).column.map { header[$0] }
    }

    /// The numbers of a row, in the order of ``names``.
    public func row(_ index: Int) -> ArraySlice<Double> {
        values[index * names.count..<(index + 1) * names.count]
    }
}
