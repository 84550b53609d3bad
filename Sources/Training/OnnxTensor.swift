/// A constant of an ONNX graph.
struct OnnxTensor {
    let name: String
    let dimensions: [Int]
    /// The number of ONNX's element type: 1 for FLOAT, 7 for INT64.
    let element: Int
    /// The elements, little-endian.
    let bytes: [UInt8]

    init(_ name: String, _ dimensions: [Int], _ numbers: [Float]) {
        self.init(name, dimensions, element: 1, numbers.map(\.bitPattern))
    }

    init(_ name: String, _ dimensions: [Int], _ numbers: [Int64]) {
        self.init(name, dimensions, element: 7, numbers)
    }

    private init<Word: FixedWidthInteger>(_ name: String, _ dimensions: [Int], element: Int, _ words: [Word]) {
        precondition(dimensions.reduce(1, *) == words.count, "\(name) has \(words.count) elements: \(dimensions)")
        self.name = name
        self.dimensions = dimensions
        self.element = element
        let width = Word.bitWidth / 8
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: words.count * width) { output in
            for word in words {
                for place in 0..<width { output.append(UInt8(truncatingIfNeeded: word >> Word(8 * place))) }
            }
        }
        self.bytes = bytes
    }

    /// TensorProto.
    var message: ProtobufMessage {
        ProtobufMessage { message in
            for dimension in dimensions { message.append(dimension, as: 1) }
            message.append(element, as: 2)
            message.append(name, as: 8)
            message.append(bytes, as: 9)
        }
    }
}
