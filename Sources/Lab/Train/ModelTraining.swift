import Anomaly
import Cryptography
public import Telemetry
public import Training

/// A training: files in, a model folder out.
public struct ModelTraining: Sendable {
    private let plan: TrainingPlan
    private let folder: ModelFolder
    private let environment: [String: String]
    private let created: Timestamp

    /// Prepares a training.
    ///
    /// - Parameters:
    ///   - plan: What is to be trained, on what.
    ///   - folder: Where the model goes.
    ///   - environment: Where BLAS and LAPACK may be named.
    ///   - created: The time to write into the baseline.
    public init(_ plan: TrainingPlan, into folder: ModelFolder, environment: [String: String], created: Timestamp) {
        self.plan = plan
        self.folder = folder
        self.environment = environment
        self.created = created
    }

    /// Trains; nothing is written.
    ///
    /// - Parameter progress: Called after every epoch of a dense autoencoder; false cancels.
    /// - Returns: The model and what is told about it.
    /// - Throws: What is wrong with the files or the plan, before anything is computed, or why training failed.
    public func run(progress: (EpochReport) -> Bool = { _ in true }) throws(LabError) -> TrainingResult {
        do {
            let shape = try plan.shape()
            let set = try TrainingSet(plan)
            let algebra = try LinearAlgebra.load(environment: environment, threads: plan.threads)
            let model = try fit(set.table, algebra, progress)
            let smoothed = Self.smoothed(model.scores, smooth: plan.choice.smooth, stride: plan.stride)
            let score = try ScoreProfile(smoothed: smoothed, choice: plan.choice)
            let scores = Self.scores(model.scores, rows: set.table.rowCount, stride: plan.stride)
            return TrainingResult(
                trained: try TrainedBaseline(baseline(set, model, shape, score), set, scores),
                model: model,
                smoothed: smoothed,
                samples: Self.samples(of: set.table, window: model.window),
                segments: set.table.segments.count,
                leftOut: set.leftOut,
                marked: set.marked
            )
        } catch let error as LabError {
            throw error
        } catch {
            throw LabError("\(error)")
        }
    }

    private func fit(
        _ table: TrainingTable,
        _ algebra: LinearAlgebra,
        _ progress: (EpochReport) -> Bool
    ) throws(TrainingError) -> TrainedModel {
        switch plan.family {
        case .window(let options): try WindowAutoencoder.fit(table, options, with: algebra)
        case .dense(let options): try DenseAutoencoder.fit(table, options, with: algebra, progress: progress)
        }
    }

    /// The first windows without a gap, as the model takes them: at most four, no more than a million numbers.
    private static func samples(of table: TrainingTable, window: Int) -> [[Float]] {
        let fields = table.fields.count
        let most = min(4, (1 << 20) / (window * fields))
        let starts = table.segments.lazy.filter { $0.count >= window }
            .flatMap { $0.lowerBound...($0.upperBound - window) }.prefix(most)
        return starts.map { start in
            table.rows[start * fields..<(start + window) * fields].map { Float($0) }
        }
    }

    private func baseline(
        _ set: TrainingSet,
        _ model: TrainedModel,
        _ shape: WindowShape,
        _ score: ScoreProfile
    ) -> Baseline {
        let table = set.table
        let size = FieldProfile.sampleSize(fields: table.fields.count)
        let fields = table.fields.indices.map { field in
            let values = stride(from: field, to: table.rows.count, by: table.fields.count).map { table.rows[$0] }
            return FieldProfile(name: table.fields[field], values: values, sampleSize: size)
        }
        return Baseline(
            profileID: "",
            model: Baseline.Model(name: folder.name, sha256: SHA256Digest(of: model.onnx).hexadecimal),
            created: created.rfc3339,
            rowCount: table.rowCount,
            data: Baseline.Source(
                files: set.files,
                start: table.times?.min()?.rfc3339,
                end: table.times?.max()?.rfc3339
            ),
            window: shape,
            fields: fields,
            score: score
        )
    }

    /// A score for each row: that of the window that ends with it, not smoothed; NaN where none does that counts.
    private static func scores(_ segments: [SegmentScores], rows: Int, stride: Int) -> [Double] {
        var scores = [Double](repeating: .nan, count: rows)
        for segment in segments {
            for index in Swift.stride(from: 0, to: segment.scores.count, by: stride) {
                scores[segment.rows.lowerBound + index] = segment.scores[index]
            }
        }
        return scores
    }

    /// The scores as they are judged: each segment begins anew, and only every `stride`-th window counts.
    ///
    /// One so small that the model, which computes in 32 bits, cannot tell it from 0 counts as the least that it can:
    /// a threshold below would make alarms of rounding.
    private static func smoothed(_ segments: [SegmentScores], smooth: Int, stride: Int) -> [Double] {
        segments.flatMap { segment in
            var mean = TrailingMean(count: smooth)
            return Swift.stride(from: 0, to: segment.scores.count, by: stride).map {
                mean.add(max(segment.scores[$0], TrainedModel.resolution))
            }
        }
    }
}
