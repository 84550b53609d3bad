import Inference
import Models
import Tensors

/// What a bundle's manifest says of its model.
struct BundleModel {
    /// What it takes and gives.
    let ports: Manifest.Ports
    /// The operator set that it uses.
    let opset: Int?
    /// Inputs, and what came of them.
    let golden: GoldenTests

    /// Loads a model and runs it on made-up inputs.
    init(_ path: String, runtime: OnnxRuntime, opsets: [String: Int64], goldenCount: Int) throws(LabError) {
        let session = try Self.session(path, runtime)
        var inputs = MadeUpInputs(for: session.model)
        var requests: [[Tensor]] = []
        for _ in 0..<goldenCount { requests.append(try inputs.next()) }
        self.init(session.model, opsets, try GoldenTests(of: session, inputs: requests))
    }

    /// Loads a model and runs it on inputs that are given.
    init(_ path: String, runtime: OnnxRuntime, opsets: [String: Int64], inputs: [[Tensor]]) throws(LabError) {
        let session = try Self.session(path, runtime)
        self.init(session.model, opsets, try GoldenTests(of: session, inputs: inputs))
    }

    private init(_ model: ModelDescription, _ opsets: [String: Int64], _ golden: GoldenTests) {
        ports = Manifest.Ports(inputs: model.inputs.map(Self.port), outputs: model.outputs.map(Self.port))
        opset = (opsets[""] ?? opsets["ai.onnx"]).flatMap { Int(exactly: $0) }
        self.golden = golden
    }

    private static func session(_ path: String, _ runtime: OnnxRuntime) throws(LabError) -> OnnxSession {
        do throws(InferenceError) {
            return try OnnxSession(runtime: runtime, path: path)
        } catch {
            throw LabError("\(error)")
        }
    }

    private static func port(_ signature: TensorSignature) -> Manifest.Port {
        Manifest.Port(name: signature.name, datatype: signature.datatype.rawValue, shape: signature.wireShape)
    }
}
