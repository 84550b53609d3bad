import ArgumentParser
import Drift
import Foundation
import Lab

/// `marram drift compare`: a file against another, or against what a model was trained on.
struct DriftCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare a CSV file with another, or with what a model was trained on.",
        discussion: """
            Every feature is compared by itself, and numbers also by how they vary together:
              marram drift compare --reference a.csv --current b.csv --categorical site
              marram drift compare --baseline models/press --current b.csv --html report.html
            Columns are numbers, but those named by --categorical and --boolean; with a baseline they are what it says. \
            Limits are calibrated by the reference's own rows where there are enough.
            """
    )

    @Option(
        help: ArgumentHelp("A CSV file to compare with; may be repeated.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var reference: [String] = []

    @Option(
        help: ArgumentHelp("A model's folder or baseline.json to compare with.", valueName: "file"),
        completion: .file()
    )
    var baseline: String?

    @Option(
        help: ArgumentHelp("The CSV file that is compared; may be repeated.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var current: [String]

    @OptionGroup(title: "Rows and columns") var table: TableOptions
    @OptionGroup(title: "Rows and columns") var columns: ColumnOptions
    @OptionGroup(title: "Rows and columns") var types: FeatureTypeOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        help: ArgumentHelp("Write a report with histograms, one file that needs no other.", valueName: "file"),
        completion: .file(extensions: ["html"])
    )
    var html: String?

    @Flag(help: "End with exit code 1 when something has drifted.")
    var failOnDrift = false

    func validate() throws {
        guard reference.isEmpty != (baseline == nil) else {
            throw ValidationError("give --reference or --baseline, one of the two")
        }
        guard !current.isEmpty else { throw ValidationError("give --current") }
        let isChosen =
            columns.columns != nil || !columns.excludeColumn.isEmpty || !types.categorical.isEmpty
            || !types.boolean.isEmpty
        guard baseline == nil || !isChosen else {
            throw ValidationError(
                "the baseline says which columns are compared and what they are; leave out --columns, --exclude-column, "
                    + "--categorical and --boolean"
            )
        }
    }

    func run() throws {
        try Complaint.telling {
            let against: FileComparison.Reference =
                if let baseline { .baseline(try BaselineSource(baseline)) } else { .files(reference) }
            let report = try FileComparison(with: against, FeatureChoice(table, columns, types)).run(current)
            if let html { try Interruption.held { try ComparisonPage(report).write(to: html) } }
            print(json ? try ComparisonJSON.text(report) : ComparisonTable.text(report))
            if failOnDrift, report.verdict == .drift { throw ExitCode(1) }
        }
    }
}
