import Anomaly
import Foundation
import Lab
import Telemetry

/// What scoring came to: episodes by file, and how they agree with labels.
struct ScoreSummary {
    private let rule: AnomalyRule
    private let skippedRows: Int
    private let hasLabels: Bool
    private(set) var files: [ScoredFile] = []
    private var confusion = Confusion()

    init(rule: AnomalyRule, skippedRows: Int, hasLabels: Bool) {
        self.rule = rule
        self.skippedRows = skippedRows
        self.hasLabels = hasLabels
    }

    mutating func add(_ file: ScoredFile) {
        confusion.add(file, skippedRows: skippedRows)
        files.append(file)
    }

    /// What a person should know of the files; a line each.
    var warnings: [String] {
        let isUncounted = hasLabels && files.allSatisfy { $0.rows <= skippedRows }
        let uncounted = "no row counts against the labels, as --skip \(skippedRows) leaves none"
        return (isUncounted ? [uncounted] : [])
            + files.flatMap { file in
                var lines: [String] = []
                if file.passedOver > 0 {
                    lines.append(
                        "\(file.path): \(file.passedOver) of \(file.rows) rows passed over, a number is missing or beyond Float32"
                    )
                }
                if file.late > 0 {
                    lines.append(
                        "\(file.path): \(file.late) of \(file.rows) rows passed over, not later than the row before "
                            + "(--accept-late scores them)"
                    )
                }
                if !file.scores.contains(where: { $0 != nil }) {
                    lines.append("\(file.path): \(file.rows) rows filled no window; nothing was scored")
                }
                return lines
            }
    }

    /// The summary for people.
    var text: String {
        var lines = files.flatMap { file in
            let anomalous = file.decisions.count { $0 }
            return ["\(file.path): \(file.rows) rows, \(anomalous) anomalous, \(file.episodes.count) episode(s)"]
                + file.episodes.map { "  " + line($0, file) }
        }
        lines.append("threshold: \(short(rule.threshold)), mean of \(rule.smooth)")
        if hasLabels { lines += agreement }
        return lines.joined(separator: "\n")
    }

    private func line(_ episode: Episode, _ file: ScoredFile) -> String {
        func place(_ time: Timestamp) -> String {
            file.times == nil ? "row \(time.microseconds / 1_000_000)" : time.rfc3339
        }
        let end = episode.ended.map(place) ?? "the end"
        return "\(place(episode.started)) to \(end): peak \(short(episode.peak)) at \(place(episode.peakTime)), "
            + "\(episode.samples) scores" + (episode.ending == .interrupted ? ", interrupted" : "")
    }

    private var agreement: [String] {
        func percent(_ value: Double?) -> String { value.map { String(format: "%.2f %%", $0 * 100) } ?? "-" }
        func number(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "-" }
        return [
            "precision: \(number(confusion.precision))", "recall: \(number(confusion.recall))",
            "F1: \(number(confusion.f1))", "false alarms: \(percent(confusion.falseAlarmRate)) of the normal rows",
            "missed: \(percent(confusion.missedAlarmRate)) of the anomalous rows",
        ]
    }

    private func short(_ value: Double) -> String { String(format: "%.4g", value) }
}

// MARK: - JSON

extension ScoreSummary {
    private struct Document: Encodable {
        let threshold: Double
        let files: [File]
        let labels: Labels?
    }

    private struct File: Encodable {
        let name: String
        let rows: Int
        let anomalous: Int
        let passed_over: Int
        let late: Int
        let episodes: [Span]
    }

    private struct Span: Encodable {
        let started: String
        let ended: String?
        let ending: String?
        let peak: Double
        let peak_time: String
        let samples: Int

        init(_ episode: Episode, hasTimes: Bool) {
            func place(_ time: Timestamp) -> String {
                hasTimes ? time.rfc3339 : "\(time.microseconds / 1_000_000)"
            }
            started = place(episode.started)
            ended = episode.ended.map(place)
            ending = episode.ending?.rawValue
            peak = episode.peak
            peak_time = place(episode.peakTime)
            samples = episode.samples
        }
    }

    private struct Labels: Encodable {
        let precision, recall, f1, false_alarm_rate, missed_alarm_rate: Double?
        let true_positives, false_positives, true_negatives, false_negatives: Int
    }

    /// The summary for programs; times are row numbers where the file has none.
    func json() throws -> String {
        let labels = Labels(
            precision: confusion.precision,
            recall: confusion.recall,
            f1: confusion.f1,
            false_alarm_rate: confusion.falseAlarmRate,
            missed_alarm_rate: confusion.missedAlarmRate,
            true_positives: confusion.hits,
            false_positives: confusion.falseAlarms,
            true_negatives: confusion.quiet,
            false_negatives: confusion.misses
        )
        let document = Document(
            threshold: rule.threshold,
            files: files.map(Self.file),
            labels: hasLabels ? labels : nil
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private static func file(_ file: ScoredFile) -> File {
        File(
            name: file.path,
            rows: file.rows,
            anomalous: file.decisions.count { $0 },
            passed_over: file.passedOver,
            late: file.late,
            episodes: file.episodes.map { Span($0, hasTimes: file.times != nil) }
        )
    }
}
