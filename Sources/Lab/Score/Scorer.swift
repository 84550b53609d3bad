public import Anomaly
public import Inference
import Telemetry

/// Scores files as a live binding scores readings: the same windows, the same model, the same verdicts.
public struct Scorer: Sendable {
    /// What the model was trained on.
    public let baseline: Baseline
    /// How scores are judged.
    public let rule: AnomalyRule
    private let plan: ScoringPlan
    private let model: WindowModel

    /// Loads a model folder.
    ///
    /// - Parameters:
    ///   - folder: What `marram train` wrote.
    ///   - plan: How files are read and scores judged.
    ///   - runtime: The library that runs the model.
    /// - Throws: What is missing or does not fit.
    public init(_ folder: ModelFolder, _ plan: ScoringPlan, runtime: OnnxRuntime) throws(LabError) {
        baseline = try folder.readBaseline()
        self.plan = plan
        do throws(AnomalyError) {
            rule = try baseline.rule(factor: plan.factor)
        } catch {
            throw LabError(error.message)
        }
        model = try WindowModel(folder, baseline, runtime: runtime)
    }

    /// Scores a file.
    ///
    /// - Throws: What is wrong with the file, with line and column, or why the model fails.
    public func score(_ path: String) throws(LabError) -> ScoredFile {
        let file = try InputFile(path)
        let options = CSVOptions(
            delimiter: plan.delimiter,
            columns: baseline.fields.map(\.name),
            time: plan.time,
            labels: plan.labels.map { [$0] } ?? []
        )
        let table: CSVTable
        do throws(CSVError) {
            table = try CSVTable(file.bytes, options)
        } catch {
            throw LabError("\(path): \(error)")
        }
        return try score(table, path)
    }

    private func score(_ table: CSVTable, _ path: String) throws(LabError) -> ScoredFile {
        var scored = ScoredFile(
            path: path,
            fields: table.names,
            values: table.values,
            times: table.times,
            scores: Array(repeating: nil, count: table.rows),
            decisions: Array(repeating: false, count: table.rows),
            labels: table.labels.first,
            threshold: rule.threshold
        )
        var stream = ScoringStream(
            baseline.window,
            fields: table.names.count,
            rule: rule,
            acceptsLate: plan.acceptsLate
        )
        for row in 0..<table.rows {
            let time = table.times?[row] ?? Timestamp(microseconds: Int64(row) * 1_000_000)
            switch stream.add(table.row(row), row: row, at: time) {
            case .taken: break
            case .unfit: scored.passedOver += 1
            case .late: scored.late += 1
            }
            if stream.isFull { try stream.settle(with: model, into: &scored) }
        }
        try stream.settle(with: model, into: &scored)
        if let open = stream.openEpisode { scored.episodes.append(open) }
        return scored
    }
}
