import Edge
import Foundation
import Inference

/// Where the library that runs models is found.
enum Runtime {
    /// Loads ONNX Runtime as the configuration and the environment say.
    static func load(_ settings: Settings?) throws(InferenceError) -> OnnxRuntime {
        try load(library: settings?.inference.library)
    }

    /// Loads the library that is named, else the one that is found.
    static func load(library: String?) throws(InferenceError) -> OnnxRuntime {
        let program = Bundle.main.executableURL?.deletingLastPathComponent().path
        return try OnnxRuntime.load(
            library: library,
            environment: ProcessInfo.processInfo.environment,
            programDirectory: program
        )
    }
}
