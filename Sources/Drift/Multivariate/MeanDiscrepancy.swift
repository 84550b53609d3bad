import Glibc

/// The unbiased squared maximum mean discrepancy of two sets of rows, with a Gaussian kernel; O(rows²).
public struct MeanDiscrepancy: Sendable, Hashable {
    /// The most rows on both sides together.
    public static let mostRows = 4_000

    /// The discrepancy; around 0, also below it, without a change.
    public let value: Double
    /// The median of the squared distances between any two rows, which makes the kernel's width.
    public let medianSquaredDistance: Double

    /// Compares rows, in their own units.
    ///
    /// - Throws: When widths differ, a side has fewer than two rows, there are more than 4,000, or all rows are equal.
    public init(_ reference: RowTable, _ current: RowTable) throws(DriftWindowError) {
        let (n, m) = (reference.count, current.count)
        guard reference.width == current.width, n > 1, m > 1, n + m <= Self.mostRows else {
            throw DriftWindowError("\(n) and \(m) rows; expected 2 or more of one width, \(Self.mostRows) at most")
        }
        let rows = (0..<n).map { reference[$0] } + (0..<m).map { current[$0] }
        var (distances, groups) = ([Double](), [Int]())
        for i in 1..<(n + m) {
            for j in 0..<i {
                distances.append(zip(rows[i], rows[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
                groups.append((i < n ? 0 : 1) + (j < n ? 0 : 1))
            }
        }
        let median = SortedValues.quantile(0.5, of: distances.sorted())
        guard median > 0, median.isFinite else {
            throw DriftWindowError("half of the rows are equal or too far apart; compare other features")
        }
        var sums = [0.0, 0.0, 0.0]
        for (distance, group) in zip(distances, groups) { sums[group] += exp(-distance / (2 * median)) }
        let (a, b) = (Double(n), Double(m))
        value = 2 * sums[0] / (a * (a - 1)) + 2 * sums[2] / (b * (b - 1)) - 2 * sums[1] / (a * b)
        medianSquaredDistance = median
    }
}
