public import Inference

/// Turns a named model of the configuration into something that runs.
public protocol ModelLoading: Sendable {
    /// The version of the library that runs models, for people.
    var runtimeVersion: String { get }

    /// Loads a model as the configuration says.
    ///
    /// - Throws: what is wrong with the file, with its path and the remedy.
    func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession

    /// Loads a model that uses so many threads within one run.
    ///
    /// - Throws: what is wrong with the file, with its path and the remedy.
    func load(_ model: Settings.ModelReference, threads: Int) throws(InferenceError) -> any InferenceSession

    /// What tells the model's file from others; nil when there is none that can be read.
    func fingerprint(of model: Settings.ModelReference) -> ModelFingerprint?
}

extension ModelLoading {
    /// Loads a model as the configuration says: for loaders that know no threads.
    public func load(
        _ model: Settings.ModelReference,
        threads: Int
    ) throws(InferenceError) -> any InferenceSession { try load(model) }

    /// Nil: nothing is remembered of models that are no files.
    public func fingerprint(of model: Settings.ModelReference) -> ModelFingerprint? { nil }
}

/// Loads models with ONNX Runtime.
public struct OnnxLoader: ModelLoading {
    let runtime: OnnxRuntime
    private let threads: Int

    /// Makes a loader over a loaded library.
    public init(runtime: OnnxRuntime, settings: Settings.InferenceOptions) {
        self.runtime = runtime
        threads = settings.intraThreads ?? 1
    }

    /// The library's version.
    public var runtimeVersion: String { runtime.version }

    /// Loads an ONNX file, or the `model.onnx` of a folder; with one thread unless the configuration says how many.
    public func load(_ model: Settings.ModelReference) throws(InferenceError) -> any InferenceSession {
        try load(model, threads: threads)
    }

    /// Loads it with so many threads.
    public func load(
        _ model: Settings.ModelReference,
        threads: Int
    ) throws(InferenceError) -> any InferenceSession {
        try OnnxSession(runtime: runtime, path: model.path, options: SessionOptions(intraThreads: threads))
    }

    /// The digest and the size of the ONNX file.
    public func fingerprint(of model: Settings.ModelReference) -> ModelFingerprint? {
        (try? ModelFile.resolve(model.path)).flatMap { ModelFingerprint(file: $0) }
    }
}
