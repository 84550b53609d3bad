import Tensors

/// A model in ONNX Runtime.
public final class OnnxSession: InferenceSession {
    /// What the model takes and gives.
    public let model: ModelDescription
    /// The file that was loaded.
    public let file: String

    let runtime: OnnxRuntime
    let session: OrtHandle<OrtKind.Session>
    let inputNames: OrtNames
    let outputNames: OrtNames

    /// Loads a model.
    ///
    /// - Parameters:
    ///   - runtime: The library.
    ///   - path: An ONNX file, or a folder that holds `model.onnx`.
    ///   - options: How to compute.
    /// - Throws: `modelMissing`, `modelInvalid`, `modelTooNew`, or `modelUnsupported` when an input or output is not a
    ///   tensor of FP32 or INT64; the message names the file, what was found and the remedy.
    public init(runtime: OnnxRuntime, path: String, options: SessionOptions = SessionOptions()) throws(InferenceError) {
        let file = try ModelFile.resolve(path)
        do {
            let table = runtime.table
            session = try table.makeSession(of: runtime, path: file, options: table.makeOptions(options))
            let inputs = try table.ports(.input, of: session)
            let outputs = try table.ports(.output, of: session)
            model = try table.describe(
                session,
                inputs: try Self.signatures(inputs, .input, file: file),
                outputs: try Self.signatures(outputs, .output, file: file)
            )
        } catch let error as InferenceError {
            throw error
        } catch let failure as OrtFailure {
            throw Self.refusal(of: file, failure, library: runtime.version)
        } catch {
            throw InferenceError(.modelInvalid, "\(file) cannot be loaded", cause: "\(error)")
        }
        self.file = file
        self.runtime = runtime
        inputNames = OrtNames(model.inputs.map(\.name))
        outputNames = OrtNames(model.outputs.map(\.name))
    }
}
