import Inference
import Models

/// What an error of the library says of a bundle.
enum ProbeFailure {
    /// What libraries say when there is no memory to be had.
    private static let signsOfMemory = [
        "bad_alloc", "failed to allocate", "cannot allocate memory", "could not allocate", "out of memory",
    ]

    /// What ONNX Runtime says of an operator that it does not have.
    private static let signsOfOperators = ["is not a registered function/op", "No Op registered for"]

    /// True when a text tells of memory that was not to be had.
    static func tellsOfMemory(_ text: String) -> Bool {
        let text = text.lowercased()
        return signsOfMemory.contains { text.contains($0) }
    }

    /// The model could not be loaded.
    static func loading(_ error: InferenceError) -> UpdateError {
        if tellsOfMemory("\(error)") { return memory("to load", error) }
        let isUnknown = signsOfOperators.contains { error.cause?.contains($0) == true }
        let isNeeded = isUnknown || error.code == .modelTooNew || error.code == .modelUnsupported
        return UpdateError(isNeeded ? .requires : .probeFailed, "\(error)")
    }

    /// The model failed while it ran on inputs that `what` names.
    static func running(_ error: InferenceError, _ what: String) -> UpdateError {
        if tellsOfMemory("\(error)") { return memory("for \(what)", error) }
        return UpdateError(.probeFailed, "\(what): \(error)")
    }

    private static func memory(_ purpose: String, _ error: InferenceError) -> UpdateError {
        UpdateError(
            .probeMemory,
            "the memory did not suffice \(purpose); use a smaller model, or raise inference.probe_memory (\(error))"
        )
    }
}
