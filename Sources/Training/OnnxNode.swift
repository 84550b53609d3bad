/// An operation of an ONNX graph.
struct OnnxNode {
    /// An attribute's value.
    enum Attribute {
        case integer(Int)
        case integers([Int])
    }

    let operation: String
    let inputs: [String]
    let output: String
    var attributes: [(name: String, value: Attribute)] = []

    /// NodeProto.
    var message: ProtobufMessage {
        ProtobufMessage { message in
            for input in inputs { message.append(input, as: 1) }
            message.append(output, as: 2)
            message.append(output, as: 3)
            message.append(operation, as: 4)
            for attribute in attributes { message.append(Self.message(of: attribute), as: 5) }
        }
    }

    /// AttributeProto.
    private static func message(of attribute: (name: String, value: Attribute)) -> ProtobufMessage {
        ProtobufMessage { message in
            message.append(attribute.name, as: 1)
            switch attribute.value {
            case .integer(let number):
                message.append(number, as: 3)
                message.append(2, as: 20)
            case .integers(let numbers):
                for number in numbers { message.append(number, as: 8) }
                message.append(7, as: 20)
            }
        }
    }
}
