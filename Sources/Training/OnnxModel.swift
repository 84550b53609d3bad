/// An ONNX model: opset 13, IR version 7, which ONNX Runtime reads from 1.6 on.
struct OnnxModel {
    let name: String
    let nodes: [OnnxNode]
    let constants: [OnnxTensor]
    let inputs: [OnnxPort]
    let outputs: [OnnxPort]
    /// What the file says of itself.
    let metadata: [(name: String, value: String)]

    /// The bytes of the file: ModelProto.
    var bytes: [UInt8] {
        let graph = ProtobufMessage { message in
            for node in nodes { message.append(node.message, as: 1) }
            message.append(name, as: 2)
            for constant in constants { message.append(constant.message, as: 5) }
            for input in inputs { message.append(input.message, as: 11) }
            for output in outputs { message.append(output.message, as: 12) }
        }
        return ProtobufMessage { message in
            message.append(7, as: 1)
            message.append("marram", as: 2)
            message.append(graph, as: 7)
            message.append(ProtobufMessage { $0.append(13, as: 2) }, as: 8)
            for (name, value) in metadata {
                message.append(
                    ProtobufMessage {
                        $0.append(name, as: 1)
                        $0.append(value, as: 2)
                    },
                    as: 14
                )
            }
        }.bytes
    }
}
