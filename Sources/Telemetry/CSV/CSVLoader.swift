import OpenInference

/// Takes records of a CSV text into the columns of a table.
struct CSVLoader {
    let names: [String]
    var cells: [CSVCell] = []
    private(set) var rows = 0
    private(set) var values: [Double] = []
    private(set) var times: [Timestamp] = []
    private(set) var labels: [[Bool]]
    private(set) var texts: [[String]]
    private(set) var lines: [Int32] = []

    private let header: [String]
    private let numberColumns: [Int]
    private let labelColumns: [Int]
    private let textColumns: [Int]
    private let allowsMissing: Bool
    private let allowsNonFinite: Bool
    private var clock: CSVClock

    /// The column of times and how they are written; nil without one.
    var time: (name: String, format: TimeFormat)? {
        guard let column = clock.column, let format = clock.format else { return nil }
        return (header[column], format)
    }

    init(header: CSVHeader, options: CSVOptions) throws(CSVError) {
        self.header = header.names
        clock = try CSVClock(header: header.names, options: options)
        labelColumns = try Self.columns(options.labels, in: header.names, "label column")
        textColumns = try Self.columns(options.texts, in: header.names, "column")
        if let columns = options.columns {
            numberColumns = try Self.columns(columns, in: header.names, "column")
        } else {
            let taken = Set(labelColumns + textColumns + [clock.column ?? -1])
            numberColumns = header.names.indices.filter { index in
                !taken.contains(index) && !options.ignored.contains(header.names[index])
            }
        }
        guard !numberColumns.isEmpty || !textColumns.isEmpty else {
            throw CSVError("no column of numbers is left of \(header.names.joined(separator: ", "))")
        }
        names = numberColumns.map { header.names[$0] }
        allowsMissing = options.allowsMissing
        allowsNonFinite = options.allowsNonFinite
        labels = Array(repeating: [], count: labelColumns.count)
        texts = Array(repeating: [], count: textColumns.count)
    }

    /// Takes the record in `cells`.
    mutating func take(_ bytes: RawSpan, line: Int) throws(CSVError) {
        guard cells.count == header.count else {
            let hint = cells.count == header.count + 1 ? "; is there a delimiter too many at the end?" : ""
            throw CSVError("\(cells.count) cells where the header has \(header.count)\(hint)", line: line)
        }
        try clock.settle(bytes, cells, header, line: line)
        for column in numberColumns { values.append(try number(column, bytes, line)) }
        if clock.column != nil { times.append(try clock.time(bytes, cells, line: line)) }
        for (index, column) in labelColumns.enumerated() { labels[index].append(try label(column, bytes, line)) }
        for (index, column) in textColumns.enumerated() { texts[index].append(try text(column, bytes, line)) }
        lines.append(Int32(clamping: line))
        rows += 1
    }

    private func number(_ column: Int, _ bytes: RawSpan, _ line: Int) throws(CSVError) -> Double {
        let cell = cells[column]
        switch CSVNumber(cell, bytes) {
        case .number(let value): return value
        case .missing where allowsMissing: return .nan
        case .missing: throw error("is empty where a number was expected; fill it or drop the row", column, line)
        case .notFinite where allowsNonFinite: return cell.nonFinite(bytes)
        case .notFinite:
            throw error(
                "holds '\(cell.excerpt(bytes))'; expected a finite number, or nothing where it is missing",
                column,
                line
            )
        case .text: throw error(Self.noNumber(cell.excerpt(bytes)), column, line)
        }
    }

    private static func noNumber(_ found: String) -> String {
        let isDecimalComma = found.contains(",") && Double(found.split(separator: ",").joined(separator: ".")) != nil
        return isDecimalComma
            ? "holds '\(found)'; write numbers with a point, as in 1.5"
            : "holds '\(found)' where a number was expected; choose the columns of numbers by name"
    }

    private func label(_ column: Int, _ bytes: RawSpan, _ line: Int) throws(CSVError) -> Bool {
        switch CSVNumber(cells[column], bytes) {
        case .number(0): return false
        case .number(1): return true
        default: break
        }
        switch cells[column].text(bytes)?.lowercased() {
        case "false": return false
        case "true": return true
        default:
            throw error("holds '\(cells[column].excerpt(bytes))'; a label is 0 or 1, or false or true", column, line)
        }
    }

    private func text(_ column: Int, _ bytes: RawSpan, _ line: Int) throws(CSVError) -> String {
        guard let text = cells[column].text(bytes) else {
            throw error("is not UTF-8; save the file as UTF-8", column, line)
        }
        return text
    }

    private func error(_ message: String, _ column: Int, _ line: Int) -> CSVError {
        CSVError("'\(header[column])' \(message)", line: line, column: column + 1)
    }

    private static func columns(_ names: [String], in header: [String], _ kind: String) throws(CSVError) -> [Int] {
        var columns: [Int] = []
        for name in names {
            guard let column = header.firstIndex(of: name) else {
                throw CSVError("there is no \(kind) '\(name)'; the file has \(header.joined(separator: ", "))")
            }
            guard !columns.contains(column) else {
                throw CSVError("\(kind) '\(name)' is asked for twice; name it once")
            }
            columns.append(column)
        }
        return columns
    }
}
