/// What ONNX Runtime says of the type of an input or output.
indirect enum OrtType: Equatable {
    /// A tensor: the library's number of its element type, and its sizes, -1 where any goes.
    case tensor(element: Int32, dimensions: [Int64])
    case sequence(OrtType)
    /// The library's number of the keys' type, and the type of the values.
    case map(key: Int32, value: OrtType)
    case optional
    case sparseTensor
    case opaque
    /// A kind that is not known here, by the library's number.
    case other(Int32)

    /// The type in ONNX's words, such as `sequence(map(int64, tensor(float)))`.
    var words: String {
        switch self {
        case .tensor(let element, _): "tensor(\(Self.words(forElement: element)))"
        case .sequence(let inner): "sequence(\(inner.words))"
        case .map(let key, let value): "map(\(Self.words(forElement: key)), \(value.words))"
        case .optional: "optional"
        case .sparseTensor: "a sparse tensor"
        case .opaque: "opaque"
        case .other(let number): "of the unknown kind \(number)"
        }
    }

    private static func words(forElement element: Int32) -> String {
        let names: [Int32: String] = [
            1: "float", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string", 9: "bool",
            10: "float16", 11: "double", 12: "uint32", 13: "uint64", 14: "complex64", 15: "complex128", 16: "bfloat16",
            17: "float8e4m3fn", 18: "float8e4m3fnuz", 19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4",
            23: "float4e2m1", 24: "uint2", 25: "int2",
        ]
        return names[element, default: "type \(element)"]
    }
}
