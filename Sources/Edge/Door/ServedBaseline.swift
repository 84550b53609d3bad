public import Anomaly

/// How the scores of a model in service are judged.
public struct ServedBaseline: Sendable {
    /// The model's name.
    public let model: String
    /// The version of the bundle that it belongs to; nil: not known, models are not updated here.
    public let version: String?
    /// The file `baseline.json` beside the model.
    public let baseline: Baseline
}
