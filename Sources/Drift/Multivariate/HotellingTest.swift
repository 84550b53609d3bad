/// Whether two sets of rows have the same means: Hotelling's two-sample test with pooled covariance.
public struct HotellingTest: Sendable, Hashable {
    /// T².
    public let tSquared: Double
    /// The same as a number that is F-distributed without a change.
    public let f: Double
    /// The probability of such a number or a larger one without a change.
    public let probability: Double

    /// Compares rows.
    ///
    /// - Parameters:
    ///   - reference: The rows of training.
    ///   - current: The window's.
    /// - Throws: When widths differ, there are too few rows for the width, or a feature follows from others.
    public init(_ reference: RowTable, _ current: RowTable) throws(DriftWindowError) {
        let (n, m, p) = (Double(reference.count), Double(current.count), Double(reference.width))
        guard reference.width == current.width, reference.width <= SymmetricEigen.largest, n > 0, m > 0,
            n + m > p + 1
        else {
            throw DriftWindowError(
                "\(reference.count) and \(current.count) rows of \(reference.width) and \(current.width) numbers; "
                    + "expected equal widths of up to 64, and more rows than numbers in one"
            )
        }
        let scaled = Self.scaled(reference, current)
        let eigen = SymmetricEigen(scaled.covariance, rows: reference.width)
        guard let largest = eigen.values.first, let smallest = eigen.values.last, smallest > largest * 1e-13 else {
            throw DriftWindowError("a feature never changes or follows from others; leave it out of this test")
        }
        let sum = zip(eigen.values, eigen.vectors).reduce(0.0) { sum, pair in
            let projection = zip(pair.1, scaled.difference).reduce(0) { $0 + $1.0 * $1.1 }
            return sum + projection * projection / pair.0
        }
        tSquared = n * m / (n + m) * sum
        f = (n + m - p - 1) / (p * (n + m - 2)) * tSquared
        probability = BetaFunction.upperF(f, p, n + m - p - 1)
    }

    /// Pooled covariance and difference of means, in units of each feature's pooled spread: T² does not depend on units.
    private static func scaled(_ r: RowTable, _ c: RowTable) -> (covariance: [Double], difference: [Double]) {
        let width = r.width
        let spreads = (0..<width).map { Moments(r.column($0) + c.column($0)) }
        let columns = { (table: RowTable, index: Int) in
            let spread = spreads[index].scaledDeviation > 0 ? spreads[index].scaledDeviation : 1
            return table.column(index).map { ($0 * spreads[index].scale - spreads[index].scaledMean) / spread }
        }
        let (first, second) = ((0..<width).map { columns(r, $0) }, (0..<width).map { columns(c, $0) })
        let (means, others) = (first.map { Moments($0).mean }, second.map { Moments($0).mean })
        var covariance = [Double](repeating: 0, count: width * width)
        for i in 0..<width {
            for j in 0..<width {
                let a = zip(first[i], first[j]).reduce(0) { $0 + ($1.0 - means[i]) * ($1.1 - means[j]) }
                let b = zip(second[i], second[j]).reduce(0) { $0 + ($1.0 - others[i]) * ($1.1 - others[j]) }
                covariance[i * width + j] = (a + b) / Double(r.count + c.count - 2)
            }
        }
        return (covariance, zip(means, others).map { $0 - $1 })
    }
}
