public import Anomaly
import Telemetry

/// Scores a series with a model that runs elsewhere, as `Scorer` does with one that it has loaded itself.
public struct SeriesScorer: Sendable {
    /// Gives windows, one behind the other, a score each.
    public typealias Model = @Sendable (_ windows: [Float], _ count: Int) async throws -> [Float]

    /// What the model was trained on.
    public let baseline: Baseline
    /// How scores are judged.
    public let rule: AnomalyRule

    /// Makes one for a model.
    ///
    /// - Throws: What is wrong with its rule.
    public init(_ baseline: Baseline) throws(LabError) {
        self.baseline = baseline
        do throws(AnomalyError) {
            rule = try baseline.rule()
        } catch {
            throw LabError(error.message)
        }
    }

    /// Scores a CSV file with a header.
    ///
    /// - Parameters:
    ///   - csv: The file's bytes.
    ///   - name: What it is called.
    ///   - model: Runs windows.
    /// - Returns: Its rows with scores and decisions.
    /// - Throws: `LabError` for what is wrong with the file, with line and column; what `model` throws.
    public func score(_ csv: [UInt8], called name: String, with model: Model) async throws -> ScoredFile {
        let table = try table(csv)
        var scored = ScoredFile(
            path: name,
            fields: table.names,
            values: table.values,
            times: table.times,
            scores: Array(repeating: nil, count: table.rows),
            decisions: Array(repeating: false, count: table.rows),
            labels: nil,
            threshold: rule.threshold
        )
        var stream = ScoringStream(baseline.window, fields: table.names.count, rule: rule, acceptsLate: false)
        for row in 0..<table.rows {
            let time = table.times?[row] ?? Timestamp(microseconds: Int64(row) * 1_000_000)
            switch stream.add(table.row(row), row: row, at: time) {
            case .taken: break
            case .unfit: scored.passedOver += 1
            case .late: scored.late += 1
            }
            if stream.isFull { try await settle(&stream, &scored, model) }
        }
        try await settle(&stream, &scored, model)
        if let open = stream.openEpisode { scored.episodes.append(open) }
        return scored
    }

    private func table(_ csv: [UInt8]) throws(LabError) -> CSVTable {
        do throws(CSVError) {
            return try CSVTable(csv, CSVOptions(columns: baseline.fields.map(\.name)))
        } catch {
            throw LabError("\(error)")
        }
    }

    private func settle(_ stream: inout ScoringStream, _ scored: inout ScoredFile, _ model: Model) async throws {
        let count = stream.count
        let scores = count > 0 ? try await model(stream.windows, count) : []
        guard scores.count == count else {
            throw LabError("the model gave \(scores.count) scores for \(count) windows")
        }
        stream.settle(scores, into: &scored)
    }
}
