import ArgumentParser

/// Which columns of a file are meant.
struct ColumnOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The columns to take (default: all that are no times or labels).", valueName: "a,b"),
        transform: Quantity.names
    )
    var columns: [String]?

    @Option(help: ArgumentHelp("A column to leave out; may be repeated.", valueName: "name"))
    var excludeColumn: [String] = []

    func validate() throws {
        if let name = columns?.first(where: excludeColumn.contains) {
            throw ValidationError("'\(name)' is both in --columns and in --exclude-column")
        }
    }
}
