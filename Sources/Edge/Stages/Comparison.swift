import Tensors

/// What comes of holding a candidate's answer against that of the model that serves.
struct Comparison: Sendable, Equatable {
    /// True when the two say the same.
    var agrees = true
    /// The largest difference of two numbers.
    var largestDifference = 0.0

    private static let absolute = 1e-3
    private static let relative = 1e-2

    /// Compares outputs by name.
    ///
    /// Integers, texts and truths must be equal. Of floats whose last dimension is longer than 1 the largest of each row
    /// must stand in the same place; other floats may differ by 1e-3 + 1e-2 times the active one's size.
    init(_ active: [Tensor], _ candidate: [Tensor]) {
        for tensor in active {
            guard let other = candidate.first(where: { $0.name == tensor.name }), other.shape == tensor.shape,
                other.datatype == tensor.datatype
            else {
                agrees = false
                continue
            }
            if let numbers = tensor.numbers, let others = other.numbers {
                compare(numbers, others, width: tensor.shape.dimensions.count > 1 ? tensor.shape.dimensions.last : nil)
            } else if tensor.bytes != other.bytes {
                agrees = false
            }
        }
    }

    /// Compares the scores of a window, each with its own threshold.
    init(score active: Double, threshold: Double, candidate: Double, candidateThreshold: Double) {
        agrees = candidate.isFinite && (active > threshold) == (candidate > candidateThreshold)
        note(active, candidate)
    }

    private mutating func compare(_ active: [Double], _ candidate: [Double], width: Int?) {
        for (one, other) in zip(active, candidate) { note(one, other) }
        guard let width, width > 1 else {
            let areClose = zip(active, candidate).allSatisfy { one, other in
                one == other || (one.isNaN && other.isNaN)
                    || one.isFinite && abs(one - other) <= Self.absolute + Self.relative * abs(one)
            }
            if !areClose { agrees = false }
            return
        }
        for start in stride(from: 0, to: active.count, by: width) {
            let row = start..<start + width
            if Self.largest(active[row]) != Self.largest(candidate[row]) { agrees = false }
        }
    }

    private mutating func note(_ one: Double, _ other: Double) {
        let difference = abs(one - other)
        if difference.isFinite { largestDifference = max(largestDifference, difference) }
    }

    /// The place of the largest number in a row, the first of equal ones; nil where one is none.
    private static func largest(_ row: ArraySlice<Double>) -> Int? {
        guard !row.contains(where: \.isNaN) else { return nil }
        return row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) }
    }
}

extension Tensor {
    /// The elements of a tensor of floats; nil for all others.
    fileprivate var numbers: [Double]? {
        switch datatype {
        case .fp16: values(as: Float16.self)?.map(Double.init)
        case .bf16: values(as: BFloat16.self)?.map { Double(Float($0)) }
        case .fp32: values(as: Float.self)?.map(Double.init)
        case .fp64: values(as: Double.self)
        default: nil
        }
    }
}
