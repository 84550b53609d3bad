/// Layers of neurons that learn to repeat windows, by gradient descent.
public struct DenseAutoencoder: Sendable {
    let window: Int
    let standardisation: Standardisation
    let network: DenseNetwork

    /// Learns a model from a table.
    ///
    /// - Parameters:
    ///   - table: The rows; no window reaches over the end of a segment.
    ///   - options: Window, layers, and how to descend.
    ///   - algebra: The library that computes.
    ///   - progress: Called after every epoch; false cancels.
    /// - Returns: The model, with the scores of the windows it was trained on.
    /// - Throws: when an option cannot be, there are too few rows, nothing varies, the loss diverges, or `progress`
    ///   cancels.
    public static func fit(
        _ table: TrainingTable,
        _ options: Options,
        with algebra: LinearAlgebra,
        progress: (EpochReport) -> Bool = { _ in true }
    ) throws(TrainingError) -> TrainedModel {
        try options.check()
        let standardisation = try Standardisation(of: table)
        let windows = try DenseWindows(of: table, standardisation, window: options.window)
        try options.checkSize(windows.size)
        var training = DenseTraining(on: windows, options, with: algebra)
        let outcome = try training.run(progress: progress)
        let model = DenseAutoencoder(
            window: options.window,
            standardisation: standardisation,
            network: training.network
        )
        return TrainedModel(
            onnx: try model.onnx(fields: table.fields),
            family: .denseAutoencoder,
            fields: table.fields,
            window: options.window,
            scores: SegmentScores.split(training.scores(), over: table, window: options.window),
            facts: model.facts(options, windows: windows.starts.count, outcome)
        )
    }

    /// The model as an ONNX file.
    private func onnx(fields: [String]) throws(TrainingError) -> [UInt8] {
        let writer = OnnxWriter(
            family: .denseAutoencoder,
            fields: fields,
            window: window,
            deviations: standardisation.deviations,
            centre: Array(repeatElement(standardisation.means, count: window).joined())
        )
        let layers = network.layers.map { layer in
            ExportedLayer(
                weights: network.parameters[layer.weights].map { Double($0) },
                bias: network.parameters[layer.biases].map { Double($0) },
                activation: layer.activation
            )
        }
        return try writer.bytes(layers)
    }

    private func facts(_ options: Options, windows: Int, _ outcome: DenseTraining.Outcome) -> [TrainingFact] {
        let size = network.layers[0].inputs
        let layers = ([size] + options.hidden + [size]).map(String.init).joined(separator: "-")
        var facts = [
            TrainingFact(name: "windows", value: "\(windows)"),
            TrainingFact(name: "layers", value: "\(layers), \(options.activation.rawValue)"),
            TrainingFact(name: "parameters", value: "\(network.parameters.count)"),
            TrainingFact(name: "epochs", value: "\(outcome.epochs), the best \(outcome.best.epoch)"),
            TrainingFact(
                name: "training loss",
                value: "\(Float(outcome.best.trainingLoss)) (\(options.loss.rawValue))"
            ),
        ]
        if let loss = outcome.best.validationLoss {
            facts.append(TrainingFact(name: "validation loss", value: "\(Float(loss)) (\(options.loss.rawValue))"))
        }
        return facts
    }
}
