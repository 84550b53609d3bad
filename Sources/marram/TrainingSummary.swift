import Anomaly
import Foundation
import Lab
import Training

/// What a training came to, in a few lines.
struct TrainingSummary {
    private let result: TrainingResult
    private let folder: ModelFolder

    init(_ result: TrainingResult, _ folder: ModelFolder) {
        self.result = result
        self.folder = folder
    }

    var text: String {
        var lines = [
            "\(folder.path): \(family), windows of \(baseline.window.size) rows x \(baseline.fields.count) fields",
            "fields: \(baseline.fields.map(\.name).joined(separator: ", "))",
        ]
        if !result.leftOut.isEmpty {
            lines.append(
                "left out: \(result.leftOut.joined(separator: ", ")) (labels; name them by --columns to learn them)"
            )
        }
        lines.append("trained on: \(baseline.rowCount) rows, \(result.smoothed.count) windows")
        lines += result.model.facts.filter { $0.name != "windows" }.map { "\($0.name): \($0.value)" }
        lines.append(
            "threshold: \(short(score.value * score.factor)) (\(short(score.factor)) x the \(score.quantile) quantile "
                + "of the training scores, mean of \(score.smooth))"
        )
        return lines.joined(separator: "\n")
    }

    private var baseline: Baseline { result.baseline }
    private var score: ScoreProfile { baseline.score }

    private var family: String {
        switch result.model.family {
        case .windowAutoencoder: "window autoencoder"
        case .denseAutoencoder: "dense autoencoder"
        }
    }

    private func short(_ value: Double) -> String { String(format: "%.4g", value) }
}
