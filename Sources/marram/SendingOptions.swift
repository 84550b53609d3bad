import ArgumentParser
import Edge
import Lab
import MQTT
import Telemetry

/// How a command sends telemetry.
struct SendingOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOptions

    @Option(
        help: ArgumentHelp("QoS of what is sent: 0 or 1 (default: 1).", valueName: "qos"),
        transform: SendingOptions.qos
    )
    var qos: QoS = .atLeastOnce

    @Option(
        help: ArgumentHelp("How fast time passes: 1, 10 (ten times), or max (default: 1).", valueName: "factor"),
        transform: SendingOptions.speed
    )
    var speed: Speed = .times(1)

    @Option(help: ArgumentHelp("How payloads are written: json, csv, float32 or number.", valueName: "format"))
    var payload: PayloadName = .json

    @Option(
        help: ArgumentHelp(
            "How payloads have their time: \(TimeFormat.allCases.map(\.rawValue).joined(separator: ", ")) (default: epoch_ms).",
            valueName: "format"
        ),
        transform: SendingOptions.time
    )
    var payloadTime: TimeFormat = .epochMilliseconds

    /// The payloads that were asked for.
    var style: PayloadStyle {
        switch payload {
        case .json: .json(payloadTime)
        case .csv: .csv(payloadTime, delimiter: UInt8(ascii: ","))
        case .float32: .float32
        case .number: .number
        }
    }

    /// The connection to the configured broker.
    func connection() throws -> ConnectionOptions {
        let id = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return try configuration.load().settings.visitor("marram-cli-\(id)")
    }

    /// Tells what has been sent.
    func report(_ summary: SendingSummary) {
        let rate = summary.seconds > 0 ? Double(summary.readings) / summary.seconds : 0
        var text =
            "\(summary.readings) readings sent in \(Self.tenths(summary.seconds)) s (\(Int(rate.rounded())) a second)"
        if qos == .atLeastOnce { text += ", \(summary.confirmed) messages confirmed" }
        if summary.isStopped { text += ", stopped before the end" }
        print(text)
        if summary.unheard > 0 {
            Complaint.write("warning", ["\(summary.unheard) readings went to topics that nobody subscribes to"])
        }
        if summary.late >= 1 {
            Complaint.write(
                "warning",
                ["fell behind by up to \(Self.tenths(summary.late)) s; the broker or this machine is too slow"]
            )
        }
    }

    /// Fails when the broker refused messages.
    func check(_ summary: SendingSummary) throws {
        guard summary.refused == 0 else {
            throw LabError("the broker refused \(summary.refused) messages; may this client publish to their topics?")
        }
    }

    private static func tenths(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }

    private static func time(_ text: String) throws -> TimeFormat {
        guard let format = TimeFormat(rawValue: text) else {
            let known = TimeFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--payload-time '\(text)': expected \(known)")
        }
        return format
    }

    private static func qos(_ text: String) throws -> QoS {
        switch text {
        case "0": .atMostOnce
        case "1": .atLeastOnce
        default: throw ValidationError("--qos '\(text)': expected 0 or 1")
        }
    }

    private static func speed(_ text: String) throws -> Speed {
        if text == "max" { return .maximum }
        guard let factor = Double(text), (0.001...1e9).contains(factor) else {
            throw ValidationError("--speed '\(text)': expected a number from 0.001 to 1e9 such as 10, or max")
        }
        return .times(factor)
    }
}

/// How payloads are written.
enum PayloadName: String, ExpressibleByArgument, CaseIterable {
    case json, csv, float32, number
}
