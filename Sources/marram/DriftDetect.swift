import ArgumentParser
import Console
import Drift
import Foundation
import Lab
import Telemetry

/// `marram drift detect`: detectors over one column of numbers.
struct DriftDetect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Run drift detectors over a column of a CSV file, or over standard input.",
        discussion: """
            The column comes with a header, or as a number a line. An empty cell or NaN is a missing number: it is counted \
            and passed over. It takes as much memory for a day as for a year:
              marram drift detect b.csv --column temperature --baseline models/press
              tail -f errors.txt | marram drift detect --detector hddm_a --detector ddm
            adwin and page_hinkley work best with what the signal is like without drift (--baseline, or --reference-mean \
            and --reference-deviation); ddm, hddm_a, hddm_w, eddm and fhddm take 0 and 1, 1 being an error. With \
            --set parity=river all decide as river 0.26.1.
            """
    )

    @Argument(
        help: ArgumentHelp("A CSV file, or a number a line; '-' is standard input.", valueName: "file"),
        completion: .file()
    )
    var file = SignalDetection.standardInput

    @Option(help: ArgumentHelp("The column (default: the only one beside times).", valueName: "name"))
    var column: String?

    @Option(
        help: ArgumentHelp(
            "A detector; may be repeated: \(DetectorKind.allCases.map(\.rawValue).joined(separator: ", ")) (default: adwin).",
            valueName: "name"
        )
    )
    var detector: [String] = []

    @Option(
        help: ArgumentHelp(
            "What is set of all detectors, or of one as in adwin.delta=0.01; may be repeated.",
            valueName: "name=value"
        )
    )
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Look at one of so many rows, for values that depend on those before them.",
            valueName: "rows"
        )
    )
    var every = 1

    @OptionGroup(title: "What the signal is like without drift") var reference: SignalReferenceOptions
    @OptionGroup(title: "Files") var table: TableOptions

    @Flag(help: "Print a line of JSON for each event, and one for all.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Print nothing but a line of JSON for each detector: this name, detector, params as set, rows of drifts and of "
                + "warnings that began.",
            valueName: "name"
        )
    )
    var record: String?

    @Flag(help: "End with exit code 1 when something has drifted.")
    var failOnDrift = false

    func validate() throws {
        guard (1...1_000_000).contains(every) else { throw ValidationError("--every takes 1 to 1000000 rows") }
        guard !json || record == nil else { throw ValidationError("give --json or --record, not both") }
    }

    func run() throws {
        try Complaint.telling {
            let signal = try reference.signal(column)
            let names = detector.isEmpty ? [DetectorKind.adwin.rawValue] : detector
            let choices = try names.map { try DetectorChoice($0, set, reference: signal?.reference) }
            if signal != nil, !choices.contains(where: { DetectorChoice.takesReference($0.kind) }) {
                throw ValidationError("only adwin and page_hinkley take what the signal is like without drift")
            }
            Complaint.write("note", record == nil ? notes(choices, spacing: signal?.spacing ?? 1) : [])
            let options = CSVOptions(delimiter: table.delimiter, time: table.time)
            let detection = SignalDetection(file, choices, column: column, options, every: every)
            let lines: any DetectionLines =
                if let record {
                    DetectionRecords(record, choices)
                } else if json {
                    DetectionJSON(choices)
                } else {
                    DetectionTable(choices)
                }
            let summary = try detection.run { event in
                try lines.line(event).map { StandardStreams.write(Array(($0 + "\n").utf8)) } ?? true
            }
            Complaint.write("warning", Self.warnings(choices, summary))
            print(try lines.end(summary))
            if failOnDrift, summary.hasDrifted { throw ExitCode(1) }
        }
    }

    private static func warnings(_ choices: [DetectorChoice], _ summary: DetectionSummary) -> [String] {
        zip(choices, summary.tallies).filter { $1.values == 0 }.map { choice, tally in
            "\(choice.kind.rawValue) took none of \(tally.skipped) numbers"
                + (choice.kind.isBinary ? ": it takes 0 and 1" : "")
        }
    }

    private func notes(_ choices: [DetectorChoice], spacing: Int) -> [String] {
        let units = choices.filter(\.lacksReference).map {
            "\($0.kind.rawValue) works in the signal's own units; --baseline, or --reference-mean and "
                + "--reference-deviation, let it work in deviations"
        }
        guard spacing > every else { return units }
        return units + [
            "in the baseline values depend on those before them, which detectors take for drift; --every \(spacing) looks "
                + "at values that hardly do"
        ]
    }
}
