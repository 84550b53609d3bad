import OpenInference
import Tensors

/// `GET /v2/models/{m}/config`: what is true of the model, in the words of Triton's `ModelConfig`.
struct ModelConfiguration: Encodable {
    let name: String
    let platform = "onnxruntime_onnx"
    let backend = "onnxruntime"
    /// Most rows that requests are joined to; 0: each request runs alone, and sizes below are whole.
    let maxBatchSize: Int
    let input: [Port]
    let output: [Port]
    let instanceGroup: [Group]
    let parameters: [String: Parameter]

    /// An input or an output.
    struct Port: Encodable {
        let name: String
        let dataType: String
        /// Without the rows where requests are joined; -1: any size.
        let dims: [Int]
    }

    /// What runs it.
    struct Group: Encodable {
        let name: String
        let kind = "KIND_CPU"
        let count = 1

        private enum CodingKeys: CodingKey { case name, kind, count }
    }

    /// A word about the model.
    struct Parameter: Encodable {
        let stringValue: String

        private enum CodingKeys: String, CodingKey { case stringValue = "string_value" }
    }

    init(_ model: ServedModel, _ version: ServedVersion) {
        name = model.name
        let ports = version.inputs + version.outputs
        let isJoined = version.batchLimit > 1 && ports.allSatisfy { $0.dimensions.first == .some(nil) }
        maxBatchSize = isJoined ? version.batchLimit : 0
        input = version.inputs.map { Port($0, isJoined: isJoined) }
        output = version.outputs.map { Port($0, isJoined: isJoined) }
        instanceGroup = [Group(name: model.name)]
        var parameters = version.metadata.mapValues(Parameter.init)
        parameters["version"] = Parameter(stringValue: version.version)
        parameters["threads"] = Parameter(stringValue: "\(version.threads)")
        if let bundle = version.bundle { parameters["bundle"] = Parameter(stringValue: bundle) }
        self.parameters = parameters
    }

    private enum CodingKeys: String, CodingKey {
        case name, platform, backend, input, output, parameters
        case maxBatchSize = "max_batch_size"
        case instanceGroup = "instance_group"
    }
}

extension ModelConfiguration.Port {
    init(_ signature: TensorSignature, isJoined: Bool) {
        name = signature.name
        dataType = signature.datatype == .bytes ? "TYPE_STRING" : "TYPE_" + signature.datatype.rawValue
        dims = isJoined ? Array(signature.wireShape.dropFirst()) : signature.wireShape
    }

    private enum CodingKeys: String, CodingKey {
        case name, dims
        case dataType = "data_type"
    }
}
