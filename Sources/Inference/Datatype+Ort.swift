import Tensors

extension Datatype {
    /// The library's number of this element type.
    var ortElement: Int32 {
        switch self {
        case .fp32: 1
        case .int64: 7
        }
    }

    /// Reads the library's number; nil for types that Marram does not compute with.
    init?(ortElement: Int32) {
        guard let type = Datatype.allCases.first(where: { $0.ortElement == ortElement }) else { return nil }
        self = type
    }

    /// What the library's number means, in ONNX's words.
    static func words(forOrtElement element: Int32) -> String {
        let names: [Int32: String] = [
            1: "float", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string", 9: "bool",
            10: "float16", 11: "double", 12: "uint32", 13: "uint64", 16: "bfloat16",
        ]
        return "tensor(\(names[element, default: "type \(element)"]))"
    }
}
