/// A number as it stands in a literal; whole ones keep all their digits.
enum LiteralNumber: Sendable, Equatable {
    case whole(Int64)
    /// A whole number beyond `Int64`.
    case large(UInt64)
    /// Finite.
    case decimal(Double)
    case truth(Bool)

    /// As a number with a fraction; True is 1 and False 0, as in Python.
    var double: Double {
        switch self {
        case .whole(let value): Double(value)
        case .large(let value): Double(value)
        case .decimal(let value): value
        case .truth(let value): value ? 1 : 0
        }
    }

    /// As a whole number of some width; nil where it has a fraction or is out of its range.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value? {
        switch self {
        case .whole(let value): Value(exactly: value)
        case .large(let value): Value(exactly: value)
        case .decimal(let value): Value(exactly: value)
        case .truth(let value): value ? 1 : 0
        }
    }
}
