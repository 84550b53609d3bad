import OpenInference

/// Reads the times of a CSV text's rows, once it is known in which column and how they are written.
struct CSVClock {
    private static let usualNames: Set<String> = ["time", "timestamp", "datetime", "date", "ts"]

    /// The column; nil: there is none.
    private(set) var column: Int?
    /// How the times are written; known after the first row.
    private(set) var format: TimeFormat?
    private let name: String

    init(header: [String], options: CSVOptions) throws(CSVError) {
        switch options.time {
        case .none: (column, name) = (nil, "")
        case .automatic:
            // Asked for as something else, it is that.
            let taken = (options.columns ?? []) + options.labels + options.texts
            column = header.firstIndex { Self.usualNames.contains($0.lowercased()) && !taken.contains($0) }
            name = column.map { header[$0] } ?? ""
        case .column(let wanted, let known):
            guard let found = header.firstIndex(of: wanted) else {
                throw CSVError("there is no time column '\(wanted)'; the file has \(header.joined(separator: ", "))")
            }
            (column, format, name) = (found, known, wanted)
        }
    }

    /// Finds out how times are written, by the first row.
    mutating func settle(_ bytes: RawSpan, _ cells: [CSVCell], _ header: [String], line: Int) throws(CSVError) {
        guard let column, format == nil else { return }
        guard let text = cells[column].text(bytes), let guess = TimeFormat(guessing: text) else {
            throw error(
                "is no time; expected one such as 2026-11-21T06:37:14Z, or a number since 1970",
                cells,
                bytes,
                line
            )
        }
        format = guess
    }

    /// The time of a row.
    func time(_ bytes: RawSpan, _ cells: [CSVCell], line: Int) throws(CSVError) -> Timestamp {
        guard let column, let format,
            let time = format.timestamp(text: bytes.extracting(cells[column].start..<cells[column].end))
        else { throw error("is no time; expected \(format?.rawValue ?? "a time")", cells, bytes, line) }
        return time
    }

    private func error(_ message: String, _ cells: [CSVCell], _ bytes: RawSpan, _ line: Int) -> CSVError {
        let column = column ?? 0
        return CSVError(
            "'\(name)' holds '\(cells[column].excerpt(bytes))', which \(message)",
            line: line,
            column: column + 1
        )
    }
}
