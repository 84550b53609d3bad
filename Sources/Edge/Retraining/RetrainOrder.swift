import Models
import Telemetry

/// A request for a new model, as it goes to whoever trains it.
struct RetrainOrder: Sendable, Hashable {
    /// `drift__<model>__<digest>`: the same for the same drifts, so that whoever gets it twice knows it.
    let id: String
    let node: Name
    /// The binding whose rows have drifted.
    let binding: Name
    let model: Name
    /// The version that is to be replaced.
    let version: String
    /// The SHA-256 of its `model.onnx`, in hexadecimal.
    let sha256: String
    /// The profile that rows were held against.
    let profileID: String
    /// The events that led to it, sorted.
    let driftEventIDs: [String]
    /// When the first and the last row to train on came in.
    let window: ClosedRange<Timestamp>
    /// How many rows came in since the change.
    let newRows: Int
    /// A sentence on why.
    let reason: String
    /// When it was made.
    let requestedAt: Timestamp
}
