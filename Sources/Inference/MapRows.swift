import Tensors

/// The shape that maps, one per row, have as a table.
struct MapRows {
    private var rows = 0
    private var columns: Int?

    init() {}

    /// Counts a row in.
    ///
    /// - Throws: when it has not as many entries as the first.
    mutating func add(entries: Int) throws(OrtFailure) {
        guard columns == nil || columns == entries else {
            throw OrtFailure(
                code: nil,
                message: "the map of row \(rows) has \(entries) entries, that of row 0 has \(columns ?? 0); "
                    + "rows are a tensor only where all have as many"
            )
        }
        columns = entries
        rows += 1
    }

    /// Rows and columns; of no rows also no columns are known.
    var shape: Shape? {
        var shape = Shape.scalar
        return shape.append(rows) && shape.append(columns ?? 0) ? shape : nil
    }
}
