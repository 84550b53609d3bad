public import Inference

/// Turns a named model of the configuration into something that runs.
public protocol ModelLoading: Sendable {
    /// The version of the library that runs models, for people.
    var runtimeVersion: String { get }

    /// Loads a model.
    ///
    /// - Throws: what is wrong with the file, with its path and the remedy.
    func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession
}

/// Loads models with ONNX Runtime.
public struct OnnxLoader: ModelLoading {
    let runtime: OnnxRuntime
    private let options: SessionOptions

    /// Makes a loader over a loaded library.
    public init(runtime: OnnxRuntime, settings: Settings.InferenceOptions) {
        self.runtime = runtime
        options = SessionOptions(intraThreads: settings.intraThreads ?? 1)
    }

    /// The library's version.
    public var runtimeVersion: String { runtime.version }

    /// Loads an ONNX file, or the `model.onnx` of a folder.
    public func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession {
        try OnnxSession(runtime: runtime, path: model.path, options: options)
    }
}
