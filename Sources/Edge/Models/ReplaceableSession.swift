import Inference
import MQTT
import Tensors

/// A session that can be replaced by another one of the same model while it serves.
///
/// A run that is under way keeps its session until it ends; whoever lets go of it last releases it.
final class ReplaceableSession: InferenceSession {
    let model: ModelDescription
    private let current: Guarded<any InferenceSession>

    /// Starts with a session.
    init(_ session: any InferenceSession) {
        model = session.model
        current = Guarded(session)
    }

    /// Lets the next run use another session.
    func replace(with session: any InferenceSession) {
        // What was there is released here, and not while others wait for the lock.
        let old = current.withLock { current in
            let old = current
            current = session
            return old
        }
        withExtendedLifetime(old) {}
    }

    func run(_ inputs: [Tensor], outputs: [String], into results: inout [Tensor]) throws(InferenceError) {
        let session = current.withLock { $0 }
        try session.run(inputs, outputs: outputs, into: &results)
    }
}
