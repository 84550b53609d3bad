import ArgumentParser

/// How a model is tried; what is not said is as the manifest or the node's configuration says.
struct StrategyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long it first sees only copies of live inputs, such as 60s.", valueName: "time"),
        transform: Quantity.stage
    )
    var shadow: Double?

    @Option(
        help: ArgumentHelp("How long it serves before it is confirmed, such as 5m.", valueName: "time"),
        transform: Quantity.stage
    )
    var trial: Double?

    @Option(help: ArgumentHelp("The share of keys that it serves on trial, 1 to 100.", valueName: "percent"))
    var share: Int?

    @Flag(help: "It stays on trial until 'marram models confirm'.")
    var noAutoConfirm = false

    func validate() throws {
        if let share, !(1...100).contains(share) { throw ValidationError("--share takes 1 to 100 percent") }
    }
}
