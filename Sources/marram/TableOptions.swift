import ArgumentParser
import Telemetry

/// How a command reads CSV files.
struct TableOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What stands between cells: ',', ';', 'tab' or another sign (default: found out).",
            valueName: "sign"
        ),
        transform: TableOptions.delimiter
    )
    var delimiter: UInt8?

    @Option(
        help: ArgumentHelp(
            "The column of times (default: one called time, timestamp, datetime, date or ts); 'none' for no times.",
            valueName: "name"
        )
    )
    var timeColumn: String?

    @Option(
        help: ArgumentHelp(
            "How times are written: \(TimeFormat.allCases.map(\.rawValue).joined(separator: ", ")) (default: found out).",
            valueName: "format"
        ),
        transform: TableOptions.format
    )
    var timeFormat: TimeFormat?

    /// Where the times stand.
    var time: CSVOptions.Time {
        guard let timeColumn else { return .automatic }
        return timeColumn == "none" ? .none : .column(timeColumn, timeFormat)
    }

    func validate() throws {
        guard timeFormat == nil || timeColumn != nil else {
            throw ValidationError("--time-format needs --time-column")
        }
    }

    private static func delimiter(_ text: String) throws -> UInt8 {
        if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
        guard text.utf8.count == 1, let byte = text.utf8.first else {
            throw ValidationError("--delimiter '\(text)': expected one sign such as ';', or 'tab'")
        }
        return byte
    }

    private static func format(_ text: String) throws -> TimeFormat {
        guard let format = TimeFormat(rawValue: text) else {
            let known = TimeFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--time-format '\(text)': expected \(known)")
        }
        return format
    }
}
