public import Telemetry

/// Which rows of a file are meant.
public enum RowSelection: Sendable, Equatable {
    /// All of them.
    case all
    /// Rows by their number; the first row after the header is 0.
    case rows(Range<Int>)
    /// Rows from a time on, and before another; nil: no limit.
    case times(from: Timestamp?, to: Timestamp?)

    /// The numbers of the rows that are meant.
    ///
    /// - Throws: When there are none, or rows have no time.
    func indices(of table: CSVTable) throws(LabError) -> [Int] {
        switch self {
        case .all: return Array(0..<table.rows)
        case .rows(let range):
            guard range.lowerBound < table.rows else {
                throw LabError("rows from \(range.lowerBound) on are asked for, and there are \(table.rows)")
            }
            return Array(range.clamped(to: 0..<table.rows))
        case .times(let from, let to):
            guard let times = table.times else {
                throw LabError("rows are asked for by time, and no column of times was found; name it by --time-column")
            }
            let chosen = times.indices.filter { index in
                from.map { times[index] >= $0 } ?? true && to.map { times[index] < $0 } ?? true
            }
            guard !chosen.isEmpty else {
                throw LabError(
                    "no row is from the time asked for; the rows are from \(times.min()?.rfc3339 ?? "") to "
                        + "\(times.max()?.rfc3339 ?? "")"
                )
            }
            return chosen
        }
    }
}
