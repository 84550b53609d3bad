/// A model that has been trained, ready to be written to a folder.
public struct TrainedModel: Sendable {
    /// What a score computed in 32 bits is off by at most, where it ought to be 0.
    public static let resolution = 1.5e-6

    /// The bytes of `model.onnx`.
    ///
    /// Input `x` FLOAT [N, window, fields]; outputs `score` [N], `reconstruction` [N, window, fields] in the units of
    /// the input, and `field_errors` [N, fields].
    public let onnx: [UInt8]
    /// What kind of model it is.
    public let family: ModelFamily
    /// The names of the fields, in the order of the input.
    public let fields: [String]
    /// The rows of a window.
    public let window: Int
    /// The scores of the windows it was trained on, in order, segment by segment.
    public let scores: [SegmentScores]
    /// What a report says of the training, as names and values in order.
    public let facts: [TrainingFact]
}
