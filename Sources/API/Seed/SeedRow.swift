import OpenInference
import Tensors

/// Numbers as one row of a model's only input.
struct SeedRow {
    /// The input.
    let tensor: Tensor

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - numbers: The values, in order.
    ///   - input: The model's only input; a first dimension of any size is of one row.
    /// - Throws: `RequestError` where they are not as many as a row has, or one is none of its type.
    init(_ numbers: [LiteralNumber], for input: TensorSignature) throws(RequestError) {
        let shape = try Self.shape(numbers.count, input)
        guard let tensor = try Self.tensor(numbers, input, shape) else {
            throw RequestError(
                .malformed,
                "the model's input '\(input.name)' is of \(input.datatype.rawValue), and /predict_3 sends numbers; "
                    + "use POST /v2/models/{name}/infer"
            )
        }
        self.tensor = tensor
    }

    /// The shape of one row; sizes that the model leaves open follow from the count.
    private static func shape(_ count: Int, _ input: TensorSignature) throws(RequestError) -> Shape {
        var dimensions = input.dimensions
        if dimensions.count > 1, dimensions[0] == nil { dimensions[0] = 1 }
        let open = dimensions.indices.filter { dimensions[$0] == nil }
        for place in open.dropLast() { dimensions[place] = 1 }
        let known = dimensions.reduce(1) { $0.multipliedReportingOverflow(by: $1 ?? 1).partialValue }
        if let last = open.last {
            guard known > 0, count > 0, count % known == 0 else {
                throw mismatch(count, "a multiple of \(known)", input)
            }
            dimensions[last] = count / known
        } else {
            guard count == known else { throw mismatch(count, "\(known)", input) }
        }
        guard let shape = Shape(dimensions.map { $0 ?? 1 }), shape.count == count else {
            throw mismatch(count, "\(known)", input)
        }
        return shape
    }

    private static func mismatch(_ count: Int, _ expected: String, _ input: TensorSignature) -> RequestError {
        RequestError(
            .malformed,
            "datos has \(count) values, but a row of the model's input '\(input.name)' (shape \(input.wireShape)) has "
                + expected
        )
    }

    private static func tensor(
        _ numbers: [LiteralNumber],
        _ input: TensorSignature,
        _ shape: Shape
    ) throws(RequestError) -> Tensor? {
        switch input.datatype {
        case .bool: return Tensor(name: input.name, shape: shape, try truths(numbers, input))
        case .uint8: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [UInt8])
        case .uint16: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [UInt16])
        case .uint32: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [UInt32])
        case .uint64: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [UInt64])
        case .int8: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [Int8])
        case .int16: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [Int16])
        case .int32: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [Int32])
        case .int64: return Tensor(name: input.name, shape: shape, try whole(numbers, input) as [Int64])
        case .fp16:
            let values = try decimals(numbers, input) {
                Float16($0)
            } isFinite: {
                $0.isFinite
            }
            return Tensor(name: input.name, shape: shape, values)
        case .bf16:
            let values = try decimals(numbers, input) {
                BFloat16($0)
            } isFinite: {
                $0.isFinite
            }
            return Tensor(name: input.name, shape: shape, values)
        case .fp32:
            let values = try decimals(numbers, input) {
                Float($0)
            } isFinite: {
                $0.isFinite
            }
            return Tensor(name: input.name, shape: shape, values)
        case .fp64: return Tensor(name: input.name, shape: shape, numbers.map(\.double))
        case .bytes: return nil
        }
    }

    private static func whole<Value: FixedWidthInteger>(
        _ numbers: [LiteralNumber],
        _ input: TensorSignature
    ) throws(RequestError) -> [Value] {
        var values: [Value] = []
        for (place, number) in numbers.enumerated() {
            guard let value: Value = number.integer() else {
                throw misfit(place, "a whole number from \(Value.min) to \(Value.max)", input)
            }
            values.append(value)
        }
        return values
    }

    private static func truths(_ numbers: [LiteralNumber], _ input: TensorSignature) throws(RequestError) -> [Bool] {
        var values: [Bool] = []
        for (place, number) in numbers.enumerated() {
            guard let value: UInt8 = number.integer(), value < 2 else { throw misfit(place, "True or False", input) }
            values.append(value == 1)
        }
        return values
    }

    private static func decimals<Value>(
        _ numbers: [LiteralNumber],
        _ input: TensorSignature,
        _ make: (Double) -> Value,
        isFinite: (Value) -> Bool
    ) throws(RequestError) -> [Value] {
        var values: [Value] = []
        for (place, number) in numbers.enumerated() {
            let value = make(number.double)
            guard isFinite(value) else { throw misfit(place, "a number within the range of its type", input) }
            values.append(value)
        }
        return values
    }

    private static func misfit(_ place: Int, _ expected: String, _ input: TensorSignature) -> RequestError {
        RequestError(
            .malformed,
            "value \(place + 1) of datos does not fit the model's input '\(input.name)' of \(input.datatype.rawValue); "
                + "expected \(expected)"
        )
    }
}
