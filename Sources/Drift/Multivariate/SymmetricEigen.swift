/// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations; for up to 64 rows.
struct SymmetricEigen: Sendable, Hashable {
    /// The most rows.
    static let largest = 64

    /// The eigenvalues, falling.
    let values: [Double]
    /// The eigenvectors of length 1, in the order of the values; each one's largest component is positive.
    let vectors: [[Double]]

    /// Of a square matrix of finite numbers, row by row; the part above the diagonal is taken to be that below it.
    init(_ matrix: [Double], rows: Int) {
        var rotation = Rotation(matrix: matrix, rows: rows)
        // Convergence is quadratic: 64 rows take about 8 sweeps.
        for _ in 0..<60 where !rotation.isDiagonal { rotation.sweep() }
        let found = (0..<rows).map { ($0, rotation.matrix[$0 * rows + $0]) }
        // Equal eigenvalues keep their order, so that equal matrices give equal vectors.
        let order = found.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
        values = order.map(\.1)
        vectors = order.map { column, _ in
            let vector = (0..<rows).map { rotation.vectors[$0 * rows + column] }
            let largest = vector.max { $0.magnitude < $1.magnitude } ?? 0
            return largest < 0 ? vector.map(-) : vector
        }
    }

    private struct Rotation {
        var matrix: [Double]
        var vectors: [Double]
        let rows: Int
        private let smallest: Double

        init(matrix: [Double], rows: Int) {
            self.matrix = matrix
            self.rows = rows
            vectors = [Double](repeating: 0, count: rows * rows)
            for row in 0..<rows { vectors[row * rows + row] = 1 }
            smallest = (matrix.reduce(0) { max($0, $1.magnitude) }) * 1e-16
        }

        var isDiagonal: Bool {
            for row in 0..<rows {
                for column in 0..<row where matrix[row * rows + column].magnitude > smallest { return false }
            }
            return true
        }

        mutating func sweep() {
            for q in 1..<max(2, rows) {
                for p in 0..<q where q < rows && matrix[q * rows + p].magnitude > smallest { rotate(p, q) }
            }
        }

        private mutating func rotate(_ p: Int, _ q: Int) {
            let theta = (matrix[q * rows + q] - matrix[p * rows + p]) / (2 * matrix[q * rows + p])
            // For a huge theta the square is infinite and t is 0, as it should be.
            let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
            let c = 1 / (t * t + 1).squareRoot()
            let s = t * c
            turn(&matrix, p, q, rows, c, s)
            turn(&matrix, p * rows, q * rows, 1, c, s)
            turn(&vectors, p, q, rows, c, s)
            matrix[q * rows + p] = 0
            matrix[p * rows + q] = 0
        }

        /// Turns two rows (steps of 1) or two columns (steps of ``rows``) into each other.
        private func turn(_ numbers: inout [Double], _ p: Int, _ q: Int, _ step: Int, _ c: Double, _ s: Double) {
            var (first, second) = (p, q)
            for _ in 0..<rows {
                let (x, y) = (numbers[first], numbers[second])
                numbers[first] = c * x - s * y
                numbers[second] = s * x + c * y
                first += step
                second += step
            }
        }
    }
}
