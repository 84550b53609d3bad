import ArgumentParser
import Lab
import Training

/// What kind of model is trained, and how.
struct FamilyOptions: ParsableArguments {
    enum Family: String, ExpressibleByArgument, CaseIterable { case window, dense }

    @Option(
        help: "The kind of model: the window autoencoder in closed form, or a dense autoencoder by gradient descent."
    )
    var family = Family.window

    @Option(help: ArgumentHelp("Rows in a window (default: 20; dense: the preset's).", valueName: "rows"))
    var window: Int?

    @Option(help: ArgumentHelp("Rows from one window's end to the next, when scoring.", valueName: "rows"))
    var stride = 1

    @Option(
        help: ArgumentHelp(
            "The column that tells whose row it is: no window is made of rows of two.",
            valueName: "name"
        )
    )
    var keyColumn: String?

    @Option(
        help: ArgumentHelp(
            "The longest time between two rows of a window, such as 5s (default: any).",
            valueName: "time"
        ),
        transform: Quantity.seconds
    )
    var maxGap: Double?

    @Option(help: ArgumentHelp("Window: the part of the variance to keep (default: 0.9).", valueName: "0…1"))
    var energy: Double?

    @Option(help: "Dense: layers that have a name (default: small).")
    var preset: DenseAutoencoder.Preset?

    @Option(
        help: ArgumentHelp("Dense: the sizes of the hidden layers, such as 64,16,64.", valueName: "sizes"),
        transform: Quantity.sizes
    )
    var layers: [Int]?

    @Option(help: "Dense: what a neuron makes of its sum (default: relu).")
    var activation: Activation?

    @Option(help: "Dense: what is made small (default: mse).")
    var loss: Loss?

    @Option(help: "Dense: the most passes over the windows (default: 100).")
    var epochs: Int?

    @Option(help: ArgumentHelp("Dense: windows in a mini-batch (default: 32).", valueName: "windows"))
    var batch: Int?

    @Option(help: "Dense: the step size of Adam (default: 0.001).")
    var rate: Double?

    @Option(
        help: ArgumentHelp(
            "Dense: epochs without a better validation loss that end it (default: 10).",
            valueName: "epochs"
        )
    )
    var patience: Int?

    @Option(
        help: ArgumentHelp("Dense: the part of the windows kept for validation (default: 0.1).", valueName: "0…0.5")
    )
    var validation: Double?

    @Option(help: "Dense: where the random numbers start (default: 1).")
    var seed: UInt64?

    @Option(help: "The threads of one computation; results repeat to the bit for the same number.")
    var threads = 1

    func validate() throws {
        guard preset == nil || layers == nil else { throw ValidationError("--preset and --layers exclude each other") }
        let others: [(name: String, isGiven: Bool)] =
            switch family {
            case .dense: [("--energy", energy != nil)]
            case .window: denseOnly
            }
        if let other = others.first(where: \.isGiven) {
            throw ValidationError("\(other.name) is not for --family \(family.rawValue)")
        }
    }

    private var denseOnly: [(name: String, isGiven: Bool)] {
        [
            ("--preset", preset != nil), ("--layers", layers != nil), ("--activation", activation != nil),
            ("--loss", loss != nil), ("--epochs", epochs != nil), ("--batch", batch != nil), ("--rate", rate != nil),
            ("--patience", patience != nil), ("--validation", validation != nil), ("--seed", seed != nil),
        ]
    }

    /// The family with its options.
    func chosen() throws -> TrainingPlan.Family {
        switch family {
        case .window: return .window(try WindowAutoencoder.Options(window: window ?? 20, energy: energy ?? 0.9))
        case .dense: return .dense(try dense())
        }
    }

    private func dense() throws -> DenseAutoencoder.Options {
        var options = DenseAutoencoder.Options(preset ?? .small)
        options.window = window ?? options.window
        options.hidden = layers ?? options.hidden
        options.activation = activation ?? options.activation
        options.loss = loss ?? options.loss
        options.epochs = epochs ?? options.epochs
        options.batch = batch ?? options.batch
        options.learningRate = rate ?? options.learningRate
        options.patience = patience ?? options.patience
        options.validationShare = validation ?? options.validationShare
        options.seed = seed ?? options.seed
        try options.check()
        return options
    }
}
