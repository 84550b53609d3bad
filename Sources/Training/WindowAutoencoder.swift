/// The principal components of windows: an autoencoder without an activation, found in closed form.
public struct WindowAutoencoder: Sendable {
    let window: Int
    let standardisation: Standardisation
    /// The mean of the standardised windows, row-major (time, field): D numbers.
    let centre: [Double]
    /// The components, one after the other, each D numbers and of length 1; the largest number of each is positive.
    let encoder: [Double]
    /// The share of the variance that the components explain.
    let explained: Double

    /// The number of components.
    var components: Int { encoder.count / centre.count }

    /// Learns a model from a table.
    ///
    /// - Parameters:
    ///   - table: The rows; no window reaches over the end of a segment.
    ///   - options: Window and share of variance.
    ///   - algebra: The library that computes.
    /// - Returns: The model, with the scores of the windows it was trained on.
    /// - Throws: when there are too few rows, nothing varies, or the library gives up.
    public static func fit(
        _ table: TrainingTable,
        _ options: Options,
        with algebra: LinearAlgebra
    ) throws(TrainingError) -> TrainedModel {
        let model = try WindowAutoencoder(of: table, options, with: algebra)
        let scores = model.scores(of: table, with: algebra)
        return TrainedModel(
            onnx: try model.onnx(fields: table.fields),
            family: .windowAutoencoder,
            fields: table.fields,
            window: options.window,
            scores: scores,
            facts: model.facts(windows: scores.reduce(0) { $0 + $1.scores.count })
        )
    }

    /// Finds the components of a table's windows.
    init(of table: TrainingTable, _ options: Options, with algebra: LinearAlgebra) throws(TrainingError) {
        _ = try WindowLimits.count(window: options.window, of: table)
        window = options.window
        standardisation = try Standardisation(of: table)
        var sums = WindowSums(window: window, fields: table.fields.count)
        for segment in table.segments where segment.count >= window {
            sums.add(segment, of: table, standardisation, with: algebra)
        }
        let moments = sums.moments()
        centre = moments.centre
        let system = try algebra.decompose(moments.covariance, size: moments.centre.count)
        (encoder, explained) = try Self.components(of: system, energy: options.energy)
    }

    /// The fewest components that explain a share of the variance, the most important first.
    private static func components(
        of system: EigenSystem,
        energy: Double
    ) throws(TrainingError) -> (encoder: [Double], explained: Double) {
        let size = system.values.count
        let variances = system.values.reversed().map { max(0, $0) }
        let total = variances.reduce(0, +)
        guard total > 0, total.isFinite else {
            throw TrainingError("all windows are alike: there is nothing to learn; give more rows")
        }
        var (encoder, explained): ([Double], Double) = ([], 0)
        for (place, variance) in variances.enumerated() where explained < energy * total {
            let vector = system.vectors[(size - 1 - place) * size..<(size - place) * size]
            let largest = vector.max { abs($0) < abs($1) } ?? 0
            encoder.append(contentsOf: largest < 0 ? vector.map { -$0 } : Array(vector))
            explained += variance
        }
        return (encoder, explained / total)
    }

    private func facts(windows: Int) -> [TrainingFact] {
        let percent = (explained * 1000).rounded() / 10
        return [
            TrainingFact(name: "windows", value: "\(windows)"),
            TrainingFact(name: "components", value: "\(components) of \(centre.count)"),
            TrainingFact(name: "variance explained", value: "\(percent) %"),
        ]
    }
}
