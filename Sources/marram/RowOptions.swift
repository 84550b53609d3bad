import ArgumentParser
import Lab
import Telemetry

/// Which rows of a file are meant.
struct RowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The rows to take, such as '0..<400'; the first one is 0.", valueName: "range"),
        transform: Quantity.rows
    )
    var rows: Range<Int>?

    @Option(help: ArgumentHelp("Take rows from this time on.", valueName: "time"), transform: Train.time)
    var from: Timestamp?

    @Option(help: ArgumentHelp("Take rows before this time.", valueName: "time"), transform: Train.time)
    var to: Timestamp?

    func validate() throws {
        guard rows == nil || (from == nil && to == nil) else {
            throw ValidationError("rows are chosen by --rows or by --from and --to, not both")
        }
        if let from, let to, from >= to { throw ValidationError("--from must be earlier than --to") }
    }

    /// The rows that are meant.
    var selection: RowSelection {
        if let rows { return .rows(rows) }
        return from == nil && to == nil ? .all : .times(from: from, to: to)
    }
}
