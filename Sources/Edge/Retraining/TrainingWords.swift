import Anomaly

/// The arguments of `marram train` for a successor of a model: like it, but of other rows.
struct TrainingWords {
    let model: ServingModel
    let export: RowExport
    /// The CSV file, and the folder that the bundle goes to.
    let source: String
    let target: String
    let version: String
    /// The private key and its name in the trust file; nil: the bundle is not signed.
    let key: (path: String, id: String?)?
    /// What the configuration adds; it comes last, and wins.
    let others: [String]

    /// The arguments after the program's name.
    ///
    /// - Throws: that it is not known how the model was made, or that its fields cannot be named.
    func all() throws(EdgeError) -> [String] {
        ["train", source, "--out", target] + (try columns()) + (try family()) + window + scores + bundle + others
    }

    private func columns() throws(EdgeError) -> [String] {
        let words = [
            "--delimiter", ",", "--time-column", export.timeColumn, "--time-format", "epoch_us",
            "--key-column", export.stretchColumn,
        ]
        // Columns of these names are taken for labels unless they are named.
        guard let label = export.fields.first(where: ["anomaly", "changepoint", "label"].contains) else { return words }
        guard !export.fields.contains(where: { $0.contains(",") }) else {
            throw EdgeError("the field '\(label)' must be named, and another one has a comma; rename one of them")
        }
        return words + ["--columns", export.fields.joined(separator: ",")]
    }

    private func family() throws(EdgeError) -> [String] {
        switch model.family {
        case "window_autoencoder": return ["--family", "window"]
        case "dense_autoencoder": return ["--family", "dense"]
        default:
            guard others.contains(where: { $0 == "--family" || $0.hasPrefix("--family=") }) else {
                throw EdgeError(
                    "version \(model.version) was not made by 'marram train', so that it is not known how to make another; "
                        + "say --family in retrain.local.train"
                )
            }
            return []
        }
    }

    private var window: [String] {
        let shape = model.baseline.window
        let gap = shape.maximalGapSeconds.map { ["--max-gap", "\($0)s"] } ?? []
        return ["--window", "\(shape.size)", "--stride", "\(shape.stride)"] + gap
    }

    private var scores: [String] {
        let score = model.baseline.score
        return [
            "--smooth", "\(score.smooth)", "--quantile", "\(score.quantile)", "--factor", "\(score.factor)",
            "--on-after", "\(score.onAfter)", "--off-after", "\(score.offAfter)", "--off-ratio", "\(score.offRatio)",
        ]
    }

    private var bundle: [String] {
        var words = ["--bundle-version", version, "--security-version", "\(model.securityFloor)"]
        if let key { words += ["--key", key.path] + (key.id.map { ["--key-id", $0] } ?? []) }
        return words
    }
}
