import ArgumentParser
import Foundation
import Lab
import Simulation
import Telemetry

/// `marram simulate`: devices that are not there.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Send the telemetry of simulated devices, or write it to a file.",
        discussion: """
            Presses, pumps and tanks with plausible noise, work cycles and a drift over the day; faults come by chance \
            or as given. To the configured broker, until stopped:
              marram simulate press --devices 3 --rate 10
            As a file to learn from, without faults, and one to try the model on:
              marram simulate press --csv train.csv --rows 5000 --faults none
              marram simulate press --csv test.csv --rows 5000 --seed 2
            What is wrong and when is told on the topic beside the telemetry's that ends in 'truth'. The same seed and \
            --start make the same bytes.
            """
    )

    @Argument(help: "What they are: press, pump or tank.", transform: Simulate.kind)
    var kind: DeviceKind

    @OptionGroup var sending: SendingOptions

    @Option(help: ArgumentHelp("How many devices.", valueName: "number"))
    var devices: Int = 1

    @Option(help: ArgumentHelp("Readings a second of each device.", valueName: "number"))
    var rate: Double = 1

    @Option(help: ArgumentHelp("Readings of each device (default: until stopped).", valueName: "number"))
    var rows: Int?

    @Option(
        help: ArgumentHelp("The same as a time such as 90s, 10m or 2h.", valueName: "time"),
        transform: Quantity.seconds
    )
    var duration: Double?

    @Option(
        help: ArgumentHelp(
            "Faults that come by chance: none, all, or some of \(FaultKind.allCases.map(\.rawValue).joined(separator: ", ")) (default: all).",
            valueName: "kinds"
        ),
        transform: FaultArgument.kinds
    )
    var faults: [FaultKind] = FaultKind.allCases

    @Option(
        help: ArgumentHelp("Time from one fault to the next on average (default: 5m).", valueName: "time"),
        transform: Quantity.seconds
    )
    var faultGap: Double = 300

    @Option(
        help: ArgumentHelp(
            "A fault at a given time instead, such as drift@600+120:x (600 s after the start, for 120 s, field x); repeatable.",
            valueName: "fault"
        )
    )
    var fault: [String] = []

    @Option(help: ArgumentHelp("What all chance comes from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "The time of the first reading (default: now; with --csv 2026-01-01T00:00:00Z).",
            valueName: "time"
        )
    )
    var start: String?

    @Option(help: ArgumentHelp("The site in the topics.", valueName: "name"))
    var site: String = "hall1"

    @Option(help: ArgumentHelp("Where readings go; {site}, {kind} and {device} are filled in.", valueName: "topic"))
    var topic: String = "plant/{site}/{kind}/{device}/telemetry"

    @Option(
        help: ArgumentHelp(
            "Where the truth about faults goes: topic, none, or a CSV file (default: topic; with --csv none).",
            valueName: "place"
        )
    )
    var truth: String?

    @Option(
        help: ArgumentHelp("Write a CSV file and send nothing.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var csv: String?

    func validate() throws {
        guard rows == nil || duration == nil else { throw ValidationError("give --rows or --duration, not both") }
        guard rate.isFinite, rate >= 1e-6 else { throw ValidationError("--rate takes a number above 0, such as 0.1") }
        guard duration.map({ $0 * rate < 1e15 }) ?? true else {
            throw ValidationError("--duration is too long for --rate \(rate); give fewer than 1e15 readings")
        }
        guard csv == nil || truth != "topic" else {
            throw ValidationError("--csv sends nothing: --truth takes a file there")
        }
        guard csv == nil || csv != truth else { throw ValidationError("--csv and --truth name the same file") }
        guard start == nil || time != nil else {
            throw ValidationError("--start '\(start ?? "")': expected a time such as 2026-01-01T00:00:00Z")
        }
        _ = try given()
    }

    func run() async throws {
        try await Complaint.telling {
            if let csv { try await write(csv) } else { try await send() }
        }
    }

    private func write(_ path: String) async throws {
        let truth = truth == "none" ? nil : truth
        let file = try SimulatedFile(plan(startingAt: Self.newYear))
        let summary = try await StopOnSignal.run { stop in
            try file.write(to: path, truth: truth) { stop.isStopped }
        }
        print("\(summary.rows) rows written, \(summary.anomalous) of them in \(summary.faults) faults")
    }

    private func send() async throws {
        let fleet = SimulatedFleet(
            try plan(startingAt: WallClock.now()),
            topic: try TopicTemplate(topic),
            truth: destination,
            style: sending.style
        )
        let connection = try sending.connection()
        let summary = try await StopOnSignal.run { stop in
            try await fleet.run(connection, qos: sending.qos, speed: sending.speed, stop: stop)
        }
        sending.report(summary)
        try sending.check(summary)
    }

    private func plan(startingAt now: Timestamp) throws -> SimulationPlan {
        let interval = Int64((1_000_000 / rate).rounded())
        return try SimulationPlan(
            kind: kind,
            devices: devices,
            site: site,
            interval: interval,
            samples: rows ?? duration.map { max(1, Int(($0 * rate).rounded(.up))) },
            faults: try given() ?? (faults.isEmpty ? .none : .random(faults, gap: faultGap)),
            seed: seed,
            start: time ?? now
        )
    }

    private var destination: TruthDestination {
        switch truth {
        case nil, "topic": .topic
        case "none": .none
        case let path?: .file(path)
        }
    }

    private var time: Timestamp? { start.flatMap { Timestamp(rfc3339: $0) } }

    private func given() throws -> FaultPlan? {
        guard !fault.isEmpty else { return nil }
        let fields = kind.fields.map(\.name)
        return .given(try fault.map { try FaultArgument.fault($0, fields: fields) })
    }

    private static func kind(_ text: String) throws -> DeviceKind {
        guard let kind = DeviceKind(rawValue: text) else {
            throw ValidationError("'\(text)': expected \(DeviceKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return kind
    }

    /// 2026-01-01T00:00:00Z: files are the same whenever they are made.
    private static let newYear = Timestamp(microseconds: 1_767_225_600_000_000)
}
