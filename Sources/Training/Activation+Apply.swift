extension Activation {
    /// Adds a bias to every column of sums and applies the activation: rows x columns, column after column.
    func apply(to sums: inout MutableSpan<Float>, bias: Span<Float>, columns: Int) {
        let rows = bias.count
        precondition(rows * columns <= sums.count, "there are fewer sums than neurons")
        // Sound: every index is below rows x columns, which was checked above; without checks the loops become vectors.
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe bias.withUnsafeBufferPointer { bias in
                for column in 0..<columns {
                    let column = unsafe UnsafeMutableBufferPointer(rebasing: sums[column * rows..<(column + 1) * rows])
                    switch self {
                    case .linear: for row in 0..<rows { unsafe column[row] += bias[row] }
                    case .relu: for row in 0..<rows { unsafe column[row] = max(column[row] + bias[row], 0) }
                    case .tanh: for row in 0..<rows { unsafe column[row] = Self.tanh(column[row] + bias[row]) }
                    case .sigmoid:
                        for row in 0..<rows {
                            unsafe column[row] = 0.5 * Self.tanh(0.5 * (column[row] + bias[row])) + 0.5
                        }
                    }
                }
            }
        }
    }

    /// Multiplies gradients by the activation's derivative, which follows from its value.
    func multiplyDerivative(into gradients: inout MutableSpan<Float>, values: Span<Float>, count: Int) {
        precondition(count <= gradients.count && count <= values.count, "there are fewer numbers than neurons")
        // Sound: every index is below count, which was checked above.
        unsafe gradients.withUnsafeMutableBufferPointer { gradients in
            unsafe values.withUnsafeBufferPointer { values in
                switch self {
                case .linear: break
                case .relu: for place in 0..<count { unsafe gradients[place] *= values[place] > 0 ? 1 : 0 }
                case .tanh: for place in 0..<count { unsafe gradients[place] *= 1 - values[place] * values[place] }
                case .sigmoid: for place in 0..<count { unsafe gradients[place] *= values[place] * (1 - values[place]) }
                }
            }
        }
    }

    /// The hyperbolic tangent to a few units of the last place: a fraction of two polynomials, without a branch.
    ///
    /// The coefficients are those of Eigen and of ONNX Runtime, so that a trained model runs as it was trained.
    @inline(__always)
    static func tanh(_ number: Float) -> Float {
        let x = max(-7.905_311, min(7.905_311, number))
        let square = x * x
        var above: Float = -2.760_768_5e-16
        above = above * square + 2.000_187_9e-13
        above = above * square - 8.604_672e-11
        above = above * square + 5.122_297e-8
        above = above * square + 1.485_722_4e-5
        above = above * square + 6.372_619_3e-4
        above = above * square + 4.893_525e-3
        var below: Float = 1.198_258_4e-6
        below = below * square + 1.185_347e-4
        below = below * square + 2.268_434_6e-3
        below = below * square + 4.893_525e-3
        return x * above / below
    }
}
