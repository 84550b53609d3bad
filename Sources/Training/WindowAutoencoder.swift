/// The principal components of windows: an autoencoder without an activation, found in closed form.
public struct WindowAutoencoder: Sendable {
    /// Learns a model from a table.
    ///
    /// - Parameters:
    ///   - table: The rows; no window reaches over the end of a segment.
    ///   - options: Window and share of variance.
    ///   - algebra: The library that computes.
    /// - Throws: when there are too few rows, nothing varies, or the library gives up.
    public static func fit(
        _ table: TrainingTable,
        _ options: Options,
        with algebra: LinearAlgebra
    ) throws(TrainingError) -> TrainedModel {
        throw TrainingError("the window autoencoder is still to come")
    }
}
