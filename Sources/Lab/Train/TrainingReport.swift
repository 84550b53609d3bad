import Anomaly
import Training

/// What a training came to, in Markdown: `report.md`.
struct TrainingReport {
    private let result: TrainingResult

    init(_ result: TrainingResult) { self.result = result }

    /// The report; equal for equal trainings but for the time.
    var text: String {
        ([title, source, fields, model, scores] + warnings).joined(separator: "\n\n") + "\n"
    }

    private var baseline: Baseline { result.baseline }
    private var score: ScoreProfile { baseline.score }

    private var title: String {
        "# \(baseline.model.name)\n\nMade by `marram train`, \(baseline.created); profile \(baseline.profileID)."
    }

    private var source: String {
        let files = baseline.data.files.map { "| \($0.name) | \($0.rows) | `\($0.sha256)` |" }
        var lines = ["## Trained on", "", "| file | rows | SHA-256 |", "|---|---|---|"] + files
        lines += ["", "\(baseline.rowCount) rows in \(result.segments) stretch(es) without a gap."]
        if let start = baseline.data.start, let end = baseline.data.end { lines += ["From \(start) to \(end)."] }
        if !result.leftOut.isEmpty { lines += ["Left out as labels: \(result.leftOut.joined(separator: ", "))."] }
        return lines.joined(separator: "\n")
    }

    private var fields: String {
        let rows = baseline.fields.map { field in
            let numbers = [field.min, field.mean, field.max, field.sd, field.lag1].map(Figures.short)
            return "| \(field.name) | \(numbers.joined(separator: " | ")) |"
        }
        let head = ["| field | min | mean | max | sd | lag 1 |", "|---|---|---|---|---|---|"]
        return (head + rows).joined(separator: "\n")
    }

    private var model: String {
        let facts = result.model.facts.map { "* \($0.name): \($0.value)" }
        let size = "* `\(ModelFolder.model)`: \(result.model.onnx.count) bytes, SHA-256 `\(baseline.model.sha256)`"
        let window =
            "* window: \(baseline.window.size) rows x \(baseline.fields.count) fields, "
            + "stride \(baseline.window.stride)"
            + (baseline.window.maximalGapSeconds.map { ", gaps up to \(Figures.short($0)) s" } ?? "")
        return (["## Model", "", "* family: \(result.model.family.rawValue)", window] + facts + [size])
            .joined(separator: "\n")
    }

    private var scores: String {
        let threshold = Figures.short(score.value * score.factor)
        var rule = "A row is anomalous while the mean of \(score.smooth) score(s) is above \(threshold), "
        rule += "\(Figures.short(score.factor)) times the \(score.quantile) quantile of the training scores."
        if score.onAfter > 1 || score.offAfter > 1 || score.offRatio < 1 {
            rule += " On after \(score.onAfter), off after \(score.offAfter) at or below "
            rule += "\(Figures.short(score.offRatio)) of it."
        }
        let histogram = "```text\n  score from   count\n\(Figures.histogram(result.smoothed))\n```"
        return "## Scores\n\n\(rule)\n\nSmoothed scores of the \(score.count) training windows:\n\n\(histogram)"
    }

    private var warnings: [String] {
        let lines = result.warnings
        return lines.isEmpty ? [] : ["## Warnings\n\n" + lines.map { "* \($0)" }.joined(separator: "\n")]
    }
}
