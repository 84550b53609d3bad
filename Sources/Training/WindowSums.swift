/// Sums over windows, segment by segment, from which their moments follow.
struct WindowSums {
    /// The windows that are worked on at once.
    static let block = 4096

    private let window: Int
    private let fields: Int
    private var size: Int { window * fields }

    private var count = 0
    private var sum: [Double]
    /// Products of every number with those of the window's first row: D x F, column after column.
    private var firstProducts: [Double]
    /// What the products of a lag differ by from those one row earlier, where those will stand: D x D.
    private var products: [Double]
    /// Standardised rows; memory that is kept from block to block.
    private var rows: [Double] = []

    init(window: Int, fields: Int) {
        let size = window * fields
        self.window = window
        self.fields = fields
        sum = Array(repeating: 0, count: size)
        firstProducts = Array(repeating: 0, count: size * fields)
        products = Array(repeating: 0, count: size * size)
    }

    /// Adds the windows of a segment, which is at least as long as a window.
    mutating func add(
        _ segment: Range<Int>,
        of table: TrainingTable,
        _ standardisation: Standardisation,
        with algebra: LinearAlgebra
    ) {
        let windows = segment.count - window + 1
        count += windows
        for start in stride(from: 0, to: windows, by: Self.block) {
            let some = min(Self.block, windows - start)
            let first = segment.lowerBound + start
            rows.removeAll(keepingCapacity: true)
            standardisation.append(first..<first + some + window - 1, of: table, to: &rows)
            addSums(windows: some)
            addFirstProducts(windows: some, with: algebra)
        }
        addEdges(of: segment, table, standardisation)
    }

    private mutating func addSums(windows: Int) {
        var block = [Double](repeating: 0, count: size)
        for row in 0..<windows {
            for field in 0..<fields { block[field] += rows[row * fields + field] }
        }
        // One row later: the first goes, the next comes.
        for place in fields..<max(fields, size) {
            let before = place - fields
            block[place] = block[before] - rows[before] + rows[windows * fields + before]
        }
        for place in 0..<size { sum[place] += block[place] }
    }

    /// Every window-th window stands right behind the last: so they are the columns of a matrix as they lie.
    private mutating func addFirstProducts(windows: Int, with algebra: LinearAlgebra) {
        // A second owner, not a copy: the products are written while the rows are read.
        let (rows, size, fields) = (rows, size, fields)
        for phase in 0..<min(window, windows) {
            let columns = (windows - phase - 1) / window + 1
            let span = rows.span.extracting(droppingFirst: phase * fields)
            var result = firstProducts.mutableSpan
            algebra.multiply(
                span,
                span,
                into: &result,
                Product(
                    rows: size,
                    columns: fields,
                    inner: columns,
                    transposesRight: true,
                    leftLeading: size,
                    rightLeading: size,
                    adds: true
                )
            )
        }
    }

    /// The products that a segment loses at its start and wins at its end, from lag to lag.
    private mutating func addEdges(of segment: Range<Int>, _ table: TrainingTable, _ standardisation: Standardisation) {
        var (lost, won): ([Double], [Double]) = ([], [])
        standardisation.append(segment.prefix(window - 1), of: table, to: &lost)
        standardisation.append(segment.suffix(window - 1), of: table, to: &won)
        let (size, fields) = (size, fields)
        var products = products.mutableSpan
        for column in fields..<max(fields, size) {
            let (losing, winning) = (lost[column - fields], won[column - fields])
            let first = column / fields * fields
            for row in first..<size {
                products[column * size + row] += won[row - fields] * winning - lost[row - fields] * losing
            }
        }
    }

    /// The mean window, and the covariance of the windows: D x D, column after column, its lower triangle.
    consuming func moments() -> (centre: [Double], covariance: [Double]) {
        let (size, fields, number) = (size, fields, Double(count))
        let centre = sum.map { $0 / number }
        var covariance = products
        for place in firstProducts.indices { covariance[place] = firstProducts[place] }
        for column in fields..<max(fields, size) {
            for row in column / fields * fields..<size {
                covariance[column * size + row] += covariance[(column - fields) * size + row - fields]
            }
        }
        for column in 0..<size {
            for row in column..<size {
                let place = column * size + row
                covariance[place] = covariance[place] / number - centre[row] * centre[column]
            }
        }
        return (centre, covariance)
    }
}
