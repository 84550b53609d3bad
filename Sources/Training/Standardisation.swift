/// What makes every field of mean 0 and deviation 1.
struct Standardisation: Sendable, Equatable {
    /// The mean of every field.
    let means: [Double]
    /// The population's standard deviation of every field, above 1e-12.
    let deviations: [Double]

    /// Measures a table, as the model will see it: as numbers of 32 bits.
    ///
    /// - Throws: When a field does not vary; all such fields are named.
    init(of table: TrainingTable) throws(TrainingError) {
        let moments = Self.moments(of: table)
        means = moments.means
        deviations = moments.deviations
        let constant = table.fields.indices.filter { moments.deviations[$0] < 1e-12 }
        guard constant.isEmpty else { throw Self.refusal(of: constant, in: table) }
    }

    /// What is wrong with fields that do not vary, and how to leave them out.
    private static func refusal(of constant: [Int], in table: TrainingTable) -> TrainingError {
        let found = constant.map { "'\(table.fields[$0])' (\(Float(table.rows[$0])))" }.joined(separator: ", ")
        let problem =
            "\(found): the same in every training row, to 32 bits and 1e-12; nothing can be learnt from that, and any other "
            + "value would be an anomaly; "
        guard constant.count < table.fields.count else {
            return TrainingError(problem + "choose other columns or other rows")
        }
        let options = constant.map { "--exclude-column '\(table.fields[$0])'" }.joined(separator: " ")
        return TrainingError(problem + "leave out by \(options), or choose other rows")
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
