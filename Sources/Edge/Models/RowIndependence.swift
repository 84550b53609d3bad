import Inference
import Tensors

/// Whether a model gives a row the same answer alone and among others.
enum RowIndependence {
    /// True when it did for `rows` rows; false also when the model failed or gave another number of rows.
    static func holds(for session: any InferenceSession, _ inputs: inout SampleInputs, rows: Int) -> Bool {
        let alone = (0..<rows).compactMap { _ in inputs.next(rows: 1) }
        var joined: [Tensor] = []
        guard inputs.takesRows, alone.count == rows, Rows.join(rows, into: &joined, { alone[$0] }),
            let together = try? session.run(joined, outputs: []), let parts = Rows.split(together, rows: rows)
        else { return false }
        return zip(alone, parts).allSatisfy { request, part in
            (try? session.run(request, outputs: [])).map { agree($0, part) } ?? false
        }
    }

    /// Equal but for the rounding that another batch size may bring.
    private static func agree(_ left: [Tensor], _ right: [Tensor]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { one, other in
            guard one.shape == other.shape else { return false }
            if let a = one.numbers, let b = other.numbers {
                return zip(a, b).allSatisfy {
                    abs($0 - $1) <= 1e-4 + 1e-3 * abs($1) || ($0.isNaN && $1.isNaN) || $0 == $1
                }
            }
            return one.datatype == other.datatype && one.bytes == other.bytes
        }
    }
}

extension Tensor {
    /// The numbers as Double, where they have a fraction.
    fileprivate var numbers: [Double]? {
        switch datatype {
        case .fp16: values(as: Float16.self)?.map { Double($0) }
        case .bf16: values(as: BFloat16.self)?.map { Double(Float($0)) }
        case .fp32: values(as: Float.self)?.map { Double($0) }
        case .fp64: values(as: Double.self)
        default: nil
        }
    }
}
