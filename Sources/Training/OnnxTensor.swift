/// A constant of an ONNX graph.
struct OnnxTensor {
    let name: String
    let dimensions: [Int]
    /// The number of ONNX's element type: 1 for FLOAT, 7 for INT64.
    let element: Int
    /// The elements, little-endian.
    let bytes: [UInt8]

    /// A tensor of FLOAT.
    init(_ name: String, _ dimensions: [Int], _ numbers: [Double]) {
        self.init(name, dimensions, element: 1, numbers.map { Float($0).bitPattern.littleEndian })
    }

    /// A tensor of INT64.
    init(_ name: String, _ dimensions: [Int], _ numbers: [Int64]) {
        self.init(name, dimensions, element: 7, numbers.map(\.littleEndian))
    }

    private init<Word: FixedWidthInteger & BitwiseCopyable>(
        _ name: String,
        _ dimensions: [Int],
        element: Int,
        _ words: [Word]
    ) {
        precondition(dimensions.reduce(1, *) == words.count, "\(name) has \(words.count) elements: \(dimensions)")
        self.name = name
        self.dimensions = dimensions
        self.element = element
        // Sound: the bytes of whole numbers are copied as they lie.
        bytes = unsafe words.withUnsafeBytes { unsafe Array($0) }
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
