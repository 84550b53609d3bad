import ArgumentParser
import Drift
import Foundation
import Lab
import Telemetry

/// `marram profile`: describes the rows that a model was trained on.
struct Profile: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Describe the rows that a model was trained on, so that drift can be told from them: baseline.json.",
        discussion: """
            For models that 'marram train' has not made; it writes baseline.json itself. Give it the rows that the model \
            was trained on, with its inputs in the order in which it takes them:
              marram profile training.csv --model models/iris --output class
            A baseline.json of the same model is completed or replaced; that of another one only with --force. Columns \
            named anomaly, changepoint or label are left out unless an option names them.
            """
    )

    @Argument(help: ArgumentHelp("CSV files with a header.", valueName: "file"), completion: .file(extensions: ["csv"]))
    var files: [String]

    @Option(help: ArgumentHelp("The model's folder, or its ONNX file.", valueName: "folder"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "The file to write (default: baseline.json beside the model); without --model it is for 'marram drift' alone.",
            valueName: "file"
        )
    )
    var out: String?

    @Flag(help: "Replace another model's baseline, or a file that is none.")
    var force = false

    @OptionGroup(title: "Rows and columns") var table: TableOptions
    @OptionGroup(title: "Rows and columns") var columns: ColumnOptions
    @OptionGroup(title: "Rows and columns") var rows: RowOptions
    @OptionGroup(title: "Features") var types: FeatureTypeOptions

    @Option(
        help: ArgumentHelp("Columns that the model gives; may be repeated.", valueName: "a,b"),
        transform: Quantity.names
    )
    var output: [[String]] = []

    @Option(
        help: ArgumentHelp("Columns of an autoencoder's scores; may be repeated.", valueName: "a,b"),
        transform: Quantity.names
    )
    var score: [[String]] = []

    @Option(
        help: ArgumentHelp("Columns that say how wrong the model was; may be repeated.", valueName: "a,b"),
        transform: Quantity.names
    )
    var error: [[String]] = []

    @Option(
        help: ArgumentHelp("Window sizes that limits are calibrated for.", valueName: "rows"),
        transform: Quantity.sizes
    )
    var windows = ReferenceProfile.usualWindowSizes

    @Option(
        help: ArgumentHelp(
            "The time to write into the file, RFC 3339 (default: SOURCE_DATE_EPOCH, else now).",
            valueName: "time"
        ),
        transform: { try Train.time($0) }
    )
    var created: Timestamp?

    func validate() throws {
        guard model != nil || out != nil else { throw ValidationError("give --model, --out, or both") }
    }

    func run() throws {
        try Complaint.telling {
            let created = try created ?? Train.now(ProcessInfo.processInfo.environment)
            let making = try ModelProfile(model: model, out: out, created: created)
            let choice = try choice()
            let result = try making.write(files, choice, windowSizes: windows, overwrites: force)
            let summary = ProfileSummary(result)
            Complaint.write("warning", summary.warnings)
            print(summary.text)
        }
    }

    private func choice() throws -> FeatureChoice {
        var choice = FeatureChoice(table, columns, types)
        choice.rows = rows.selection
        for (names, scope) in [(output, FeatureScope.output), (score, .reconstruction), (error, .error)] {
            for name in names.joined() where choice.scopes.updateValue(scope, forKey: name) != nil {
                throw ValidationError("'\(name)' is named twice by --output, --score and --error; name it once")
            }
        }
        return choice
    }
}

extension FeatureChoice {
    /// What the options say.
    init(_ table: TableOptions, _ columns: ColumnOptions, _ types: FeatureTypeOptions) {
        self.init()
        delimiter = table.delimiter
        time = table.time
        self.columns = columns.columns
        excluded = columns.excludeColumn
        categorical = Array(types.categorical.joined())
        boolean = Array(types.boolean.joined())
    }
}
