import OpenInference
import Tensors

/// `GET /v2/models/{m}`.
struct ModelMetadata: Encodable {
    let name: String
    let versions: [String]
    /// The protocol's word for ONNX in ONNX Runtime.
    let platform = "onnx_onnxv1"
    let inputs: [Port]
    let outputs: [Port]

    /// An input or an output.
    struct Port: Encodable {
        let name: String
        let datatype: String
        /// -1 where any size goes.
        let shape: [Int]

        init(_ signature: TensorSignature) {
            name = signature.name
            datatype = signature.datatype.rawValue
            shape = signature.wireShape
        }
    }

    init(_ model: ServedModel, _ version: ServedVersion) {
        name = model.name
        versions = model.versions.map(\.version)
        inputs = version.inputs.map(Port.init)
        outputs = version.outputs.map(Port.init)
    }

    private enum CodingKeys: CodingKey { case name, versions, platform, inputs, outputs }
}

/// `GET /v2/models/{m}/ready`.
struct ModelReadiness: Encodable {
    let name: String
    let ready: Bool
}
