import Drift
import Foundation
import Lab
import Telemetry

/// Events as lines of JSON, and one of all at the end.
struct DetectionJSON: DetectionLines {
    private let choices: [DetectorChoice]

    init(_ choices: [DetectorChoice]) { self.choices = choices }

    func line(_ event: DetectionEvent) throws -> String? {
        var line = Event(
            event: "warning",
            detector: choices[event.detector].kind.rawValue,
            row: event.row,
            line: event.line,
            time: event.time?.rfc3339
        )
        if case .drift(let change) = event.kind {
            line.event = "drift"
            line.statistic = JSONNumber(change.statistic)
            line.threshold = JSONNumber(change.threshold)
            line.direction = change.direction.rawValue
            line.p_value = change.pValue
            line.since_row = event.since
        }
        return try JSONText.line(line)
    }

    func end(_ summary: DetectionSummary) throws -> String {
        let detectors = zip(choices, summary.tallies).map { choice, tally in
            Tally(
                detector: choice.kind.rawValue,
                parameters: choice.parameters,
                values: tally.values,
                skipped: tally.skipped,
                warnings: tally.warnings,
                drifts: tally.drifts,
                first_drift_row: tally.firstDrift
            )
        }
        return try JSONText.line(
            Summary(
                event: "summary",
                column: summary.column,
                rows: summary.rows,
                missing: summary.missing,
                drifted: summary.hasDrifted,
                detectors: detectors
            )
        )
    }

    private struct Event: Encodable {
        var event: String
        let detector: String
        let row: Int
        let line: Int
        let time: String?
        var statistic: JSONNumber?
        var threshold: JSONNumber?
        var direction: String?
        var p_value: Double?
        var since_row: Int?
    }

    private struct Tally: Encodable {
        let detector: String
        let parameters: DetectorSettings
        let values: Int
        let skipped: Int
        let warnings: Int
        let drifts: Int
        let first_drift_row: Int?
    }

    private struct Summary: Encodable {
        let event: String
        let column: String?
        let rows: Int
        let missing: Int
        let drifted: Bool
        let detectors: [Tally]
    }
}
