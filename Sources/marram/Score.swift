import ArgumentParser
import Foundation
import Lab

/// `marram score`: runs a model folder over CSV files.
struct Score: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score CSV files with a model that 'marram train' made.",
        discussion: """
            Prints the episodes that were found. Rows are judged as a live binding judges readings:
              marram score models/press today.csv
              marram score models/press today.csv --out scores.csv --plot today.svg
            With labels it prints how well the model does; --skip leaves out the rows that it was trained on:
              marram score models/valve valve.csv --labels anomaly --skip 400
            """
    )

    @Argument(help: ArgumentHelp("A folder that 'marram train' made.", valueName: "model"))
    var model: String

    @Argument(help: ArgumentHelp("CSV files with a header.", valueName: "file"), completion: .file(extensions: ["csv"]))
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "Write scores and decisions to this file; with several files, to this folder.",
            valueName: "path"
        )
    )
    var out: String?

    @Option(help: ArgumentHelp("Write NAME.txt for each NAME.csv: 0 or 1 for each row.", valueName: "folder"))
    var decisions: String?

    @Option(help: ArgumentHelp("The column that says which rows are anomalous.", valueName: "name"))
    var labels: String?

    @Option(
        help: ArgumentHelp("Rows at the beginning of each file that do not count against labels.", valueName: "rows")
    )
    var skip = 0

    @Option(help: "What the quantile is multiplied with (default: what was chosen in training).")
    var factor: Double?

    @Flag(help: "Score rows that are not later than the one before them, too.")
    var acceptLate = false

    @Option(
        help: ArgumentHelp("Draw series, score and anomalies (.svg or .png) with marram-plot.", valueName: "file"),
        completion: .file(extensions: ["svg", "png"])
    )
    var plot: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Files") var table: TableOptions

    func validate() throws {
        guard skip >= 0 else { throw ValidationError("--skip takes 0 or more rows") }
        guard skip == 0 || labels != nil || plot != nil else {
            throw ValidationError("--skip needs --labels or --plot")
        }
        guard plot == nil || files.count == 1 else { throw ValidationError("--plot draws one file; give one") }
        if let plot, !plot.hasSuffix(".svg"), !plot.hasSuffix(".png") {
            throw ValidationError("--plot '\(plot)': expected a file that ends in .svg or .png")
        }
        if let factor, !(factor.isFinite && factor > 0) { throw ValidationError("--factor takes a number above 0") }
    }

    func run() async throws {
        try await Complaint.telling {
            let plotter = try plot.map { try Plotter(output: $0) }
            let scorer = try Scorer(ModelFolder(model), plan, runtime: try Runtime.load(nil))
            let outputs = try ScoreOutputs(out: out, decisions: decisions, files: files)
            var summary = ScoreSummary(rule: scorer.rule, skippedRows: skip, hasLabels: labels != nil)
            for path in files {
                let scored = try scorer.score(path)
                try Interruption.held { try outputs.write(scored) }
                summary.add(scored)
            }
            Complaint.write("warning", summary.warnings)
            print(json ? try summary.json() : summary.text)
            guard let plotter, let scored = summary.files.first else { return }
            try await plotter.draw(ScorePicture(scored, scorer.baseline, trainingRows: skip).json())
        }
    }

    private var plan: ScoringPlan {
        var plan = ScoringPlan()
        plan.delimiter = table.delimiter
        plan.time = table.time
        plan.labels = labels
        plan.acceptsLate = acceptLate
        plan.factor = factor
        return plan
    }
}
