/// Rows of finite numbers, row by row.
public struct RowTable: Sendable, Hashable {
    /// Numbers in a row.
    public let width: Int
    /// The numbers, row by row.
    public let values: [Double]

    /// Takes rows; those that hold a number that is not finite are left out.
    ///
    /// - Throws: When the rows have no numbers, or not all have equally many.
    public init(rows: [[Double]]) throws(DriftWindowError) {
        guard let width = rows.first?.count, width > 0, rows.allSatisfy({ $0.count == width }) else {
            throw DriftWindowError("rows are missing or differ in length; expected one or more of one length")
        }
        self.width = width
        values = rows.lazy.filter { $0.allSatisfy(\.isFinite) }.flatMap { $0 }
    }

    /// Takes columns of one length, one column or more; rows with a number that is not finite are left out.
    public init(columns: [[Double]]) {
        width = columns.count
        let whole = (columns.first?.indices ?? 0..<0).filter { row in columns.allSatisfy { $0[row].isFinite } }
        values = whole.flatMap { row in columns.map { $0[row] } }
    }

    /// How many rows there are.
    public var count: Int { values.count / width }

    subscript(row: Int) -> ArraySlice<Double> { values[row * width..<(row + 1) * width] }

    func column(_ index: Int) -> [Double] { (0..<count).map { values[$0 * width + index] } }

    /// Scales each column to mean 0 and population deviation 1 and gives the mean products of any two: correlations.
    ///
    /// A column that never changes has none with others.
    func correlation(_ moments: [Moments]) -> [Double] {
        let columns = (0..<width).map { index in
            let m = moments[index]
            return column(index).map { m.scaledDeviation > 0 ? ($0 * m.scale - m.scaledMean) / m.scaledDeviation : 0 }
        }
        var matrix = [Double](repeating: 0, count: width * width)
        for i in 0..<width {
            for j in 0...i {
                matrix[i * width + j] = Self.product(columns[i], columns[j]) / Double(max(1, count))
                matrix[j * width + i] = matrix[i * width + j]
            }
        }
        return matrix
    }

    private static func product(_ one: [Double], _ other: [Double]) -> Double {
        var sum = 0.0
        for row in 0..<one.count { sum += one[row] * other[row] }
        return sum
    }
}
