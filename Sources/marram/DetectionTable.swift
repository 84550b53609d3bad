import Drift
import Foundation
import Lab
import Telemetry

/// Events as a table for people.
final class DetectionTable: DetectionLines {
    private let names: [String]
    private var hasHead = false

    init(_ choices: [DetectorChoice]) { names = choices.map(\.kind.rawValue) }

    func line(_ event: DetectionEvent) -> String? {
        var line = hasHead ? "" : head(event) + "\n"
        hasHead = true
        line += right("\(event.row)", 9)
        if let time = event.time { line += "  " + time.rfc3339 }
        line += "  " + left(names[event.detector], 12)
        switch event.kind {
        case .warning: line += "  warning"
        case .drift(let change):
            line += "  drift    " + right(short(change.statistic), 10) + "  " + right(short(change.threshold), 10)
            line += "  " + left(change.direction.rawValue, 9) + "  " + right(event.since.map(String.init) ?? "-", 9)
        }
        return line
    }

    func end(_ summary: DetectionSummary) -> String {
        var lines = hasHead ? [""] : []
        lines.append(
            "\(summary.column.map { "\($0): " } ?? "")\(summary.rows) rows, \(summary.missing) without a number"
        )
        for (name, tally) in zip(names, summary.tallies) {
            var line = "\(name): \(tally.drifts) drift(s)"
            if let first = tally.firstDrift { line += ", the first at row \(first)" }
            if tally.warnings > 0 { line += ", \(tally.warnings) warning(s)" }
            if tally.skipped > 0 { line += ", \(tally.skipped) number(s) unfit for it" }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    private func head(_ event: DetectionEvent) -> String {
        let time = event.time == nil ? "" : "  " + left("time", 24)
        return right("row", 9) + time + "  " + left("detector", 12) + "  " + left("event", 7) + "  "
            + right("statistic", 10) + "  " + right("threshold", 10) + "  " + left("direction", 9) + "  "
            + right("since row", 9)
    }

    private func short(_ value: Double) -> String { String(format: "%.5g", value) }
    private func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
