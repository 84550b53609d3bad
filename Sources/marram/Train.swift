import ArgumentParser
import Foundation
import Lab
import Telemetry

/// `marram train`: makes a model of CSV files.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Make a model of CSV files: a folder with model.onnx, baseline.json and report.md.",
        discussion: """
            The model learns what the rows look like; what it cannot reproduce later is an anomaly. Train on rows \
            without faults:
              marram train good.csv --out models/press
              marram train valve.csv --rows '0..<400' --out models/valve
            With --bundle-version the folder is a bundle, which updates take, signed where --key is given:
              marram train good.csv --out models/press --bundle-version 3 --key team.key.pem
            Columns named anomaly, changepoint or label are left out unless --columns names them. With several files \
            --rows, --from and --to choose from each of them.
            """
    )

    @Argument(help: ArgumentHelp("CSV files with a header.", valueName: "file"), completion: .file(extensions: ["csv"]))
    var files: [String]

    @Option(help: ArgumentHelp("Where the model goes; its name is the folder's.", valueName: "folder"))
    var out: String

    @Flag(help: "Replace the model that is there.")
    var force = false

    @OptionGroup(title: "Rows and columns") var table: TableOptions
    @OptionGroup(title: "Rows and columns") var columns: ColumnOptions
    @OptionGroup(title: "Rows and columns") var rows: RowOptions
    @OptionGroup(title: "Model") var model: FamilyOptions
    @OptionGroup(title: "Scores") var scores: ScoreOptions
    @OptionGroup(title: "Bundle") var bundle: TrainedBundleOptions
    @OptionGroup(visibility: .hidden) var background: BackgroundOptions

    @Option(
        help: ArgumentHelp(
            "The time to write into baseline.json, RFC 3339 (default: SOURCE_DATE_EPOCH, else now).",
            valueName: "time"
        ),
        transform: { try Train.time($0) }
    )
    var created: Timestamp?

    func run() throws {
        try Complaint.telling {
            try background.apply()
            let folder = ModelFolder(out)
            try folder.checkWritable(overwrites: force)
            let environment = ProcessInfo.processInfo.environment
            let created = try created ?? Self.now(environment)
            // Before anything is computed: a key that cannot be read is told at once.
            let bundle = try bundle.bundle(folder, created: created)
            let training = ModelTraining(
                try plan(),
                into: folder,
                environment: environment,
                created: created
            )
            let progress = TrainingProgress()
            let result = try training.run { report in
                progress.show(report)
                return true
            }
            progress.end()
            Complaint.write("warning", result.warnings)
            try Interruption.held { try result.write(to: folder, overwrites: force, bundle: bundle) }
            print(TrainingSummary(result, folder).text)
        }
    }

    private func plan() throws -> TrainingPlan {
        var plan = TrainingPlan(files: files, family: try model.chosen())
        plan.delimiter = table.delimiter
        plan.time = table.time
        plan.key = model.keyColumn
        plan.columns = columns.columns
        plan.excluded = columns.excludeColumn
        plan.rows = rows.selection
        plan.maximalGapSeconds = model.maxGap
        plan.stride = model.stride
        plan.threads = model.threads
        plan.choice = scores.choice
        return plan
    }

    static func now(_ environment: [String: String]) throws -> Timestamp {
        guard let epoch = environment["SOURCE_DATE_EPOCH"], !epoch.isEmpty else {
            return Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        }
        guard let time = TimeFormat.epochSeconds.timestamp(text: epoch) else {
            throw ValidationError("SOURCE_DATE_EPOCH is '\(epoch)'; expected seconds since 1970")
        }
        return time
    }

    /// A time as an argument.
    static func time(_ text: String) throws -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else {
            throw ValidationError("'\(text)' is no time; expected one such as 2026-01-31T12:00:00Z")
        }
        return time
    }
}
