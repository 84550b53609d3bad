import ArgumentParser
import Lab
import Telemetry

/// `marram replay`: a CSV file as telemetry.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send a CSV file as telemetry.",
        discussion: """
            Row by row to the configured broker, as far apart as their times are:
              marram replay valve.csv --topic plant/hall1/valve/v1/telemetry --speed 10
            Names in the topic are columns of the file, whose cells are put in their places:
              marram replay fleet.csv --topic 'plant/{site}/press/{device}/telemetry'
            The file is read and checked before anything is sent. Columns named \
            \(TrainingPlan.labelColumns.joined(separator: ", ")) are not sent unless --columns names them.
            """
    )

    @Argument(help: "The file; its first line names the columns.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup var table: TableOptions
    @OptionGroup var sending: SendingOptions

    @Option(help: ArgumentHelp("Where readings go.", valueName: "topic"))
    var topic: String

    @Option(
        help: ArgumentHelp(
            "The columns to send, in this order (default: all but times and names).",
            valueName: "names"
        ),
        transform: Quantity.names
    )
    var columns: [String]?

    @Option(help: ArgumentHelp("A column not to send; may be repeated.", valueName: "name"))
    var excludeColumn: [String] = []

    @Option(
        help: ArgumentHelp(
            "The time in payloads: file (the row's), now, or none (default: file, if it has times).",
            valueName: "time"
        )
    )
    var times: TimeName?

    @Option(
        help: ArgumentHelp("Time between rows (default: as their times say).", valueName: "time"),
        transform: Quantity.seconds
    )
    var interval: Double?

    func validate() throws {
        guard columns == nil || excludeColumn.isEmpty else {
            throw ValidationError("give --columns or --exclude-column, not both")
        }
    }

    func run() async throws {
        try await Complaint.telling {
            let replay = try Lab.Replay(plan(), speed: sending.speed)
            let connection = try sending.connection()
            let summary = try await StopOnSignal.run { stop in
                try await replay.run(connection, qos: sending.qos, speed: sending.speed, stop: stop, now: WallClock.now)
            }
            sending.report(summary)
            try sending.check(summary)
        }
    }

    private func plan() throws -> ReplayPlan {
        ReplayPlan(
            path: file,
            options: CSVOptions(
                delimiter: table.delimiter,
                columns: columns,
                time: table.time,
                ignored: excludeColumn + TrainingPlan.labelColumns
            ),
            topic: try TopicTemplate(topic),
            style: sending.style,
            time: times?.time,
            interval: interval.map { Int64(($0 * 1_000_000).rounded()) }
        )
    }
}

/// Which time payloads have.
enum TimeName: String, ExpressibleByArgument, CaseIterable {
    case file, now, none

    var time: ReplayPlan.PayloadTime {
        switch self {
        case .file: .file
        case .now: .now
        case .none: .none
        }
    }
}
