public import Anomaly
public import Training

/// A trained model, not yet written, and what is told about it.
public struct TrainingResult: Sendable {
    /// What is written as `baseline.json`.
    let trained: TrainedBaseline
    /// What is written as `model.onnx`, and how training went.
    public let model: TrainedModel
    /// The smoothed scores of the training windows.
    public let smoothed: [Double]
    /// The first training windows, row by row, as the model takes them; at most four.
    let samples: [[Float]]
    /// The stretches of rows without a gap.
    public let segments: Int
    /// Columns that were left out because of their names.
    public let leftOut: [String]
    /// Training rows that the column `anomaly` marks.
    public let marked: Int

    /// What `baseline.json` says of anomalies.
    public var baseline: Baseline { trained.baseline }

    /// What a person should know before the model is used; a line each.
    public var warnings: [String] {
        var warnings: [String] = []
        if marked > 0 {
            warnings.append(
                "\(marked) of the \(baseline.rowCount) training rows are marked in the column 'anomaly': what they look "
                    + "like will count as normal; choose rows without faults (--rows, --from, --to)"
            )
        }
        let numbers = model.window * model.fields.count
        if smoothed.count < numbers {
            warnings.append(
                "\(smoothed.count) windows are few for windows of \(numbers) numbers: the scores of new rows will be "
                    + "higher; train on more rows, or choose a shorter window"
            )
        }
        if baseline.score.value <= TrainedModel.resolution * (1 + 1e-9) {
            warnings.append(
                "the model reproduces the training rows to the last digit, so that the threshold is what 32 bits can tell "
                    + "from nothing; keep less of the variance (--energy), choose smaller layers, or train on more rows"
            )
        }
        if above > 0 {
            warnings.append(
                "\(above) of the \(smoothed.count) training windows lie above the threshold: the rows may hold "
                    + "anomalies; train on rows without, or choose a larger --factor"
            )
        }
        if let reason = trained.withoutDrift {
            warnings.append("\(ModelFolder.baseline) holds nothing that drift is measured against: \(reason)")
        }
        return warnings
    }

    /// The training windows whose score is above the threshold.
    private var above: Int { smoothed.count { $0 > baseline.score.value * baseline.score.factor } }

    /// Writes the model folder, all of it or nothing.
    ///
    /// - Parameters:
    ///   - folder: Where the model goes.
    ///   - overwrites: Whether a model that is there may be replaced.
    ///   - bundle: What makes a bundle of it; nil: it is not one, and a manifest that was there is taken away.
    /// - Throws: Why it cannot be written.
    public func write(to folder: ModelFolder, overwrites: Bool, bundle: TrainedBundle? = nil) throws(LabError) {
        let files = files
        let others = try bundle?.files(beside: files, self) ?? []
        try folder.write(files + others, overwrites: overwrites)
    }

    private var files: [(name: String, bytes: [UInt8])] {
        [
            (ModelFolder.model, model.onnx), (ModelFolder.baseline, trained.json),
            (ModelFolder.report, Array(TrainingReport(self).text.utf8)),
        ]
    }
}
