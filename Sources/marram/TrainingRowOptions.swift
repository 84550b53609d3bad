import ArgumentParser
import Lab
import Telemetry

/// Which rows and columns a model learns.
struct TrainingRowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The columns to learn (default: all numbers).", valueName: "a,b"),
        transform: Quantity.names
    )
    var columns: [String]?

    @Option(help: ArgumentHelp("A column to leave out; may be repeated.", valueName: "name"))
    var excludeColumn: [String] = []

    @Option(
        help: ArgumentHelp("The rows to train on, such as '0..<400'; the first one is 0.", valueName: "range"),
        transform: Quantity.rows
    )
    var rows: Range<Int>?

    @Option(help: ArgumentHelp("Train on rows from this time on.", valueName: "time"), transform: Train.time)
    var from: Timestamp?

    @Option(help: ArgumentHelp("Train on rows before this time.", valueName: "time"), transform: Train.time)
    var to: Timestamp?

    @Option(
        help: ArgumentHelp(
            "The longest time between two rows of a window, such as 5s (default: any).",
            valueName: "time"
        ),
        transform: Quantity.seconds
    )
    var maxGap: Double?

    func validate() throws {
        guard rows == nil || (from == nil && to == nil) else {
            throw ValidationError("rows are chosen by --rows or by --from and --to, not both")
        }
        if let name = columns?.first(where: excludeColumn.contains) {
            throw ValidationError("'\(name)' is both in --columns and in --exclude-column")
        }
        if let from, let to, from >= to { throw ValidationError("--from must be earlier than --to") }
    }

    func selection() throws -> RowSelection {
        if let rows { return .rows(rows) }
        return from == nil && to == nil ? .all : .times(from: from, to: to)
    }
}
