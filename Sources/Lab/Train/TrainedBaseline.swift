import Anomaly
import Drift
import Training

/// `baseline.json` as training writes it: what anomalies are judged by, and what drift is measured against.
struct TrainedBaseline {
    /// The feature of the model's scores; a field of this name makes it another one.
    private static let scoreName = "score"

    /// What the file says to the reader of anomalies.
    let baseline: Baseline
    /// The file's text.
    let json: [UInt8]
    /// Why the file holds nothing on drift; nil: it does.
    let withoutDrift: String?

    /// Completes the baseline of a training; its identifier becomes the digest of the whole file but identifier and time.
    ///
    /// - Parameters:
    ///   - baseline: What anomalies are judged by.
    ///   - set: The rows that were trained on.
    ///   - scores: One a row: that of the window that ends with it; NaN where none does.
    /// - Throws: When the file cannot be written.
    init(_ baseline: Baseline, _ set: TrainingSet, _ scores: [Double]) throws(LabError) {
        var profile: ReferenceProfile?
        var reason: String?
        do throws(BaselineError) {
            profile = try Self.profile(baseline, set, scores)
        } catch {
            // A model of so many fields works without drift.
            reason = error.description
        }
        do {
            json = try baseline.text(with: profile)
            self.baseline = try Baseline(json: json)
            withoutDrift = reason
        } catch {
            throw LabError("\(error)")
        }
    }

    private static func profile(
        _ baseline: Baseline,
        _ set: TrainingSet,
        _ scores: [Double]
    ) throws(BaselineError) -> ReferenceProfile {
        let (fields, rows) = (set.table.fields, set.table.rows)
        var columns = fields.indices.map { field in
            let values = stride(from: field, to: rows.count, by: fields.count).map { rows[$0] }
            return ReferenceColumn(fields[field], .numeric(values))
        }
        var name = scoreName
        while fields.contains(name) { name += "_" }
        columns.append(ReferenceColumn(name, .numeric(scores), scope: .reconstruction))
        var choice = ReferenceProfile.Choice()
        choice.intervalSeconds = set.table.times.flatMap(RowInterval.usual)
        return try ReferenceProfile(
            columns: columns,
            model: ReferenceProfile.Model(name: baseline.model.name, sha256: baseline.model.sha256),
            profileID: "",
            created: "",
            choice: choice
        )
    }
}
