/// What makes every field of mean 0 and deviation 1.
struct Standardisation: Sendable, Equatable {
    /// The mean of every field.
    let means: [Double]
    /// The population's standard deviation of every field; 1 where the field does not vary.
    let deviations: [Double]
    /// Which fields hold one and the same number in every row.
    let isConstant: [Bool]

    /// Measures a table, as the model will see it: as numbers of 32 bits.
    ///
    /// - Throws: when no field varies.
    init(of table: TrainingTable) throws(TrainingError) {
        let moments = Self.moments(of: table)
        means = moments.means
        deviations = moments.deviations.map { $0 < 1e-12 ? 1 : $0 }
        isConstant = moments.deviations.map { $0 < 1e-12 }
        guard isConstant.contains(false) else {
            let field = table.fields[0]
            throw TrainingError(
                table.fields.count == 1
                    ? "\(field) is \(table.rows[0]) in every row: there is nothing to learn; choose another column or range"
                    : "none of the fields varies, \(field) is \(table.rows[0]) in every row: there is nothing to learn; "
                        + "choose other columns or another range"
            )
        }
    }

    private static func moments(of table: TrainingTable) -> (means: [Double], deviations: [Double]) {
        let fields = table.fields.count
        let count = Double(table.rowCount)
        let rows = table.rows.span
        var sums = [Double](repeating: 0, count: fields)
        var varies = [Bool](repeating: false, count: fields)
        for row in 0..<table.rowCount {
            for field in 0..<fields {
                let number = Double(Float(rows[row * fields + field]))
                sums[field] += number
                if number != Double(Float(rows[field])) { varies[field] = true }
            }
        }
        // What never varies is its own mean, to the last bit.
        let means = (0..<fields).map { varies[$0] ? sums[$0] / count : Double(Float(rows[$0])) }
        var squares = [Double](repeating: 0, count: fields)
        for row in 0..<table.rowCount {
            for field in 0..<fields {
                let difference = Double(Float(rows[row * fields + field])) - means[field]
                squares[field] += difference * difference
            }
        }
        return (means, squares.map { ($0 / count).squareRoot() })
    }

    /// Appends the standardised numbers of some rows.
    func append(_ range: Range<Int>, of table: TrainingTable, to numbers: inout [Double]) {
        // Without rows the memory may be that which all empty arrays share, and appending writes a count in any case.
        guard !range.isEmpty else { return }
        let fields = means.count
        let rows = table.rows.span
        numbers.append(addingCapacity: range.count * fields) { output in
            for row in range {
                for field in 0..<fields {
                    output.append((Double(Float(rows[row * fields + field])) - means[field]) / deviations[field])
                }
            }
        }
    }
}

extension Standardisation {
    /// The names of the fields that do not vary.
    func constantFields(of table: TrainingTable) -> [String] {
        zip(table.fields, isConstant).compactMap { $1 ? $0 : nil }
    }
}

extension Standardisation {
    /// All rows of a table, standardised, as numbers of 32 bits.
    func floats(of table: TrainingTable) -> [Float] {
        var numbers: [Float] = []
        numbers.reserveCapacity(table.rows.count)
        var block: [Double] = []
        for start in stride(from: 0, to: table.rowCount, by: 4096) {
            block.removeAll(keepingCapacity: true)
            append(start..<min(start + 4096, table.rowCount), of: table, to: &block)
            for number in block { numbers.append(Float(number)) }
        }
        return numbers
    }
}
