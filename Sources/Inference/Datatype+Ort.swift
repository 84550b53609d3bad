import Tensors

extension Datatype {
    /// The library's number of this element type.
    var ortElement: Int32 {
        switch self {
        case .fp32: 1
        case .uint8: 2
        case .int8: 3
        case .uint16: 4
        case .int16: 5
        case .int32: 6
        case .int64: 7
        case .bytes: 8
        case .bool: 9
        case .fp16: 10
        case .fp64: 11
        case .uint32: 12
        case .uint64: 13
        case .bf16: 16
        }
    }

    /// Reads the library's number; nil for types that Marram does not compute with.
    init?(ortElement: Int32) {
        guard let type = Datatype.allCases.first(where: { $0.ortElement == ortElement }) else { return nil }
        self = type
    }
}
