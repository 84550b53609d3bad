/// A product of two matrices, each stored column after column: rows x inner times inner x columns.
struct Product {
    let rows: Int
    let columns: Int
    let inner: Int
    /// Whether the left factor is stored as inner x rows.
    var transposesLeft = false
    /// Whether the right factor is stored as columns x inner.
    var transposesRight = false
    /// The numbers from the start of one stored column to that of the next; nil: columns stand close together.
    var leftLeading: Int?
    var rightLeading: Int?
    /// What the product is multiplied by.
    var factor = 1.0
    /// Whether it is added to what stands in the result, instead of replacing it.
    var adds = false

    private static func extent(_ rows: Int, _ columns: Int, leading: Int) -> Int {
        rows == 0 || columns == 0 ? 0 : leading * (columns - 1) + rows
    }

    /// The stored sizes of the factors with their leading dimensions.
    var left: (leading: Int, extent: Int) {
        let (high, wide) = transposesLeft ? (inner, rows) : (rows, inner)
        let leading = leftLeading ?? high
        return (max(1, leading), leading >= high ? Self.extent(high, wide, leading: leading) : .max)
    }

    var right: (leading: Int, extent: Int) {
        let (high, wide) = transposesRight ? (columns, inner) : (inner, columns)
        let leading = rightLeading ?? high
        return (max(1, leading), leading >= high ? Self.extent(high, wide, leading: leading) : .max)
    }
}
