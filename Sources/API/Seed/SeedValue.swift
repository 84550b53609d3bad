import Tensors

/// What a model says, as JSON: a number alone, or arrays of numbers inside one another.
enum SeedValue: Encodable, Sendable, Equatable {
    case whole(Int64)
    case large(UInt64)
    case single(Float)
    case double(Double)
    case truth(Bool)
    case text(String)
    /// A number that is not finite; JSON has none.
    case missing
    indirect case list([SeedValue])

    /// The answer for one row: without the dimension of rows, and without brackets where it is one element.
    init(row tensor: Tensor) {
        let elements = Self.elements(of: tensor)
        if elements.count == 1 {
            self = elements[0]
            return
        }
        let shape = tensor.shape
        let skipped = shape.rank > 1 && shape[0] == 1 ? 1 : 0
        self = Self.nested(elements[...], shape.indices.dropFirst(skipped).map { shape[$0] }[...])
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .whole(let number): try value.encode(number)
        case .large(let number): try value.encode(number)
        case .single(let number): try value.encode(number)
        case .double(let number): try value.encode(number)
        case .truth(let truth): try value.encode(truth)
        case .text(let text): try value.encode(text)
        case .missing: try value.encodeNil()
        case .list(let list): try value.encode(list)
        }
    }

    private static func nested(_ elements: ArraySlice<SeedValue>, _ dimensions: ArraySlice<Int>) -> SeedValue {
        guard dimensions.count > 1, let first = dimensions.first, first > 0 else { return .list(Array(elements)) }
        let size = elements.count / first
        let lists = (0..<first).map { index in
            let start = elements.startIndex + index * size
            return nested(elements[start..<start + size], dimensions.dropFirst())
        }
        return .list(lists)
    }

    private static func elements(of tensor: Tensor) -> [SeedValue] {
        switch tensor.datatype {
        case .bool: (tensor.values(as: Bool.self) ?? []).map { .truth($0) }
        case .uint8: whole(tensor, UInt8.self)
        case .uint16: whole(tensor, UInt16.self)
        case .uint32: whole(tensor, UInt32.self)
        case .uint64: (tensor.values(as: UInt64.self) ?? []).map { .large($0) }
        case .int8: whole(tensor, Int8.self)
        case .int16: whole(tensor, Int16.self)
        case .int32: whole(tensor, Int32.self)
        case .int64: whole(tensor, Int64.self)
        case .fp16: (tensor.values(as: Float16.self) ?? []).map { finite(Float($0)) }
        case .bf16: (tensor.values(as: BFloat16.self) ?? []).map { finite(Float($0)) }
        case .fp32: (tensor.values(as: Float.self) ?? []).map(finite)
        case .fp64: (tensor.values(as: Double.self) ?? []).map { $0.isFinite ? .double($0) : .missing }
        case .bytes: (tensor.texts ?? []).map { .text(String(decoding: $0, as: UTF8.self)) }
        }
    }

    private static func whole<Value: TensorElement & FixedWidthInteger>(
        _ tensor: Tensor,
        _ type: Value.Type
    ) -> [SeedValue] {
        (tensor.values(as: type) ?? []).map { .whole(Int64($0)) }
    }

    private static func finite(_ value: Float) -> SeedValue { value.isFinite ? .single(value) : .missing }
}
