import Tensors

/// Compares what a model gives with what it should give.
struct TensorComparison {
    /// Where two tensors differ first.
    struct Difference: Equatable {
        /// The place among the elements, and by dimensions as `[0,3]`.
        let place: String
        let found: String
        let expected: String
    }

    /// Absolute tolerance.
    let atol: Double
    /// Relative tolerance, of what is expected.
    let rtol: Double

    /// The first element with |found - expected| > atol + rtol * |expected|; nil where there is none.
    ///
    /// Both have the same datatype and shape. NaN equals nothing, an infinity equals itself; whole numbers, BOOL and
    /// BYTES must be the same.
    func firstDifference(_ found: Tensor, _ expected: Tensor) -> Difference? {
        switch found.datatype {
        case .fp16: floats(found, expected, Float16.self) { Double($0) }
        case .bf16: floats(found, expected, BFloat16.self) { Double(Float($0)) }
        case .fp32: floats(found, expected, Float.self) { Double($0) }
        case .fp64: floats(found, expected, Double.self) { $0 }
        case .bool: equals(found, expected, Bool.self)
        case .uint8: equals(found, expected, UInt8.self)
        case .uint16: equals(found, expected, UInt16.self)
        case .uint32: equals(found, expected, UInt32.self)
        case .uint64: equals(found, expected, UInt64.self)
        case .int8: equals(found, expected, Int8.self)
        case .int16: equals(found, expected, Int16.self)
        case .int32: equals(found, expected, Int32.self)
        case .int64: equals(found, expected, Int64.self)
        case .bytes: texts(found, expected)
        }
    }

    /// True when a number is as near as it must be.
    func isNear(_ found: Double, _ expected: Double) -> Bool {
        if found == expected { return true }
        guard found.isFinite, expected.isFinite else { return false }
        return (found - expected).magnitude <= atol + rtol * expected.magnitude
    }

    private func floats<Number: TensorElement>(
        _ found: Tensor,
        _ expected: Tensor,
        _ type: Number.Type,
        _ number: (Number) -> Double
    ) -> Difference? {
        let pairs = zip(found.values(as: type) ?? [], expected.values(as: type) ?? [])
        for (index, pair) in pairs.enumerated() where !isNear(number(pair.0), number(pair.1)) {
            return difference(found.shape, index, "\(number(pair.0))", "\(number(pair.1))")
        }
        return nil
    }

    private func equals<Number: TensorElement & Equatable>(
        _ found: Tensor,
        _ expected: Tensor,
        _ type: Number.Type
    ) -> Difference? {
        let pairs = zip(found.values(as: type) ?? [], expected.values(as: type) ?? [])
        for (index, pair) in pairs.enumerated() where pair.0 != pair.1 {
            return difference(found.shape, index, "\(pair.0)", "\(pair.1)")
        }
        return nil
    }

    private func texts(_ found: Tensor, _ expected: Tensor) -> Difference? {
        for (index, pair) in zip(found.texts ?? [], expected.texts ?? []).enumerated() where pair.0 != pair.1 {
            return difference(found.shape, index, "\(pair.0.count) bytes", "\(pair.1.count) others")
        }
        return nil
    }

    private func difference(_ shape: Shape, _ index: Int, _ found: String, _ expected: String) -> Difference {
        var rest = index
        var place: [Int] = []
        for dimension in shape.dimensions.reversed() {
            place.append(rest % max(dimension, 1))
            rest /= max(dimension, 1)
        }
        let text = "[" + place.reversed().map(String.init).joined(separator: ",") + "]"
        return Difference(place: text, found: found, expected: expected)
    }
}
