/// Layers of neurons that learn to repeat windows, by gradient descent.
public struct DenseAutoencoder: Sendable {
    /// Learns a model from a table.
    ///
    /// - Parameters:
    ///   - table: The rows; no window reaches over the end of a segment.
    ///   - options: Window, layers, and how to descend.
    ///   - algebra: The library that computes.
    ///   - progress: Called after every epoch; false cancels.
    /// - Throws: when there are too few rows, nothing varies, the loss diverges, or `progress` cancels.
    public static func fit(
        _ table: TrainingTable,
        _ options: Options,
        with algebra: LinearAlgebra,
        progress: (EpochReport) -> Bool = { _ in true }
    ) throws(TrainingError) -> TrainedModel {
        throw TrainingError("the dense autoencoder is still to come")
    }
}
