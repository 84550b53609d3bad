import Inference

/// Something that a model runs at once: requests or windows.
protocol ModelWork: AnyObject, Sendable {
    /// Runs it; called on one thread, the model's own or the loop's.
    func run(on session: any InferenceSession)
}
