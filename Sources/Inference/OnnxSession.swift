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
    /// The names of the graph's outputs, of which those of the model are made.
    let outputNames: OrtNames
    /// All outputs of the model.
    let everything: OutputSelection
    /// Each output alone, made once: after all of them, one is what is asked for most.
    let singles: [OutputSelection]

    /// Loads a model.
    ///
    /// - Parameters:
    ///   - runtime: The library.
    ///   - path: An ONNX file, or a folder that holds `model.onnx`.
    ///   - options: How to compute.
    /// - Throws: `modelMissing`, `modelInvalid`, `modelTooNew`, or `modelUnsupported` when an input or output is
    ///   neither a tensor of one of the datatypes nor a classifier's map; the message names the file, what was found and
    ///   the remedy.
    public init(runtime: OnnxRuntime, path: String, options: SessionOptions = SessionOptions()) throws(InferenceError) {
        let file = try ModelFile.resolve(path)
        do {
            let table = runtime.table
            session = try table.makeSession(of: runtime, path: file, options: table.makeOptions(options))
            let inputs = try ModelPorts(table.ports(.input, of: session), .input, file: file)
            let outputs = try ModelPorts(table.ports(.output, of: session), .output, file: file)
            everything = OutputSelection(try outputs.outputs())
            singles = everything.parts.map { OutputSelection([$0]) }
            outputNames = OrtNames(outputs.ports.map(\.name))
            model = try table.describe(
                session,
                inputs: try inputs.inputs(),
                outputs: everything.parts.map(\.signature)
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
    }
}
