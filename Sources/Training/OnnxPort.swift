/// An input or output of an ONNX graph: a tensor of FLOAT.
struct OnnxPort {
    /// A dimension: of a fixed size, or of a size that has a name.
    enum Dimension {
        case size(Int)
        case named(String)
    }

    let name: String
    let dimensions: [Dimension]

    /// ValueInfoProto.
    var message: ProtobufMessage {
        let shape = ProtobufMessage { message in
            for dimension in dimensions {
                let inner = ProtobufMessage { inner in
                    switch dimension {
                    case .size(let size): inner.append(size, as: 1)
                    case .named(let name): inner.append(name, as: 2)
                    }
                }
                message.append(inner, as: 1)
            }
        }
        let tensor = ProtobufMessage { message in
            message.append(1, as: 1)
            message.append(shape, as: 2)
        }
        return ProtobufMessage { message in
            message.append(name, as: 1)
            message.append(ProtobufMessage { $0.append(tensor, as: 1) }, as: 2)
        }
    }
}
