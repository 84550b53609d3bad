import ArgumentParser

/// Which columns are no numbers.
struct FeatureTypeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Columns of names; may be repeated.", valueName: "a,b"),
        transform: Quantity.names
    )
    var categorical: [[String]] = []

    @Option(
        help: ArgumentHelp("Columns of 0 and 1, or false and true; may be repeated.", valueName: "a,b"),
        transform: Quantity.names
    )
    var boolean: [[String]] = []
}
