import ArgumentParser

/// `marram drift`: whether signals or files have changed.
struct DriftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Look for drift: detectors over a column, or two files compared.",
        discussion: """
            Value by value, over a column of a CSV file or standard input:
              marram drift detect b.csv --column temperature --baseline models/press
            All features at once, of a file against another or against what a model was trained on:
              marram drift compare --reference a.csv --current b.csv --html report.html
              marram drift compare --baseline models/press --current b.csv --fail-on-drift
            """,
        subcommands: [DriftDetect.self, DriftCompare.self]
    )
}
