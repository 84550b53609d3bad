public import Telemetry

/// Readings to learn from: finite numbers, row by row, cut into segments without gaps.
public struct TrainingTable: Sendable {
    /// The names of the columns, each once.
    public let fields: [String]
    /// The numbers, one row after the other, in the order of the fields.
    public let rows: [Double]
    /// When each row was taken; nil where the source has no times.
    public let times: [Timestamp]?
    /// Ranges of rows without a gap, in order; no window reaches over the end of one.
    public let segments: [Range<Int>]

    /// The number of rows.
    public var rowCount: Int { rows.count / fields.count }

    /// Checks the numbers and cuts the rows into segments.
    ///
    /// A segment ends at a border, before a row that is more than the largest gap later than the one before it, and
    /// before a row that is earlier than the one before it.
    ///
    /// - Parameters:
    ///   - fields: The names of the columns: at least one, none empty, none twice.
    ///   - rows: The numbers, row by row; each must fit a Float32, for that is what the model will be given.
    ///   - times: One time a row, or nil.
    ///   - borders: Rows at which something new begins, such as the first rows of files.
    ///   - maximalGapSeconds: The largest gap within a segment; nil: any.
    /// - Throws: what is wrong and where, rows counted from 1.
    public init(
        fields: [String],
        rows: [Double],
        times: [Timestamp]? = nil,
        borders: [Int] = [],
        maximalGapSeconds: Double? = nil
    ) throws(TrainingError) {
        try Self.check(fields: fields)
        guard !rows.isEmpty else { throw TrainingError("there are no rows to learn from") }
        guard rows.count.isMultiple(of: fields.count) else {
            throw TrainingError("\(rows.count) numbers are no whole rows of \(fields.count) fields")
        }
        if let index = rows.firstIndex(where: { !Float($0).isFinite }) {
            let (row, field) = index.quotientAndRemainder(dividingBy: fields.count)
            throw TrainingError(
                "row \(row + 1) has \(rows[index]) as \(fields[field]): a finite number of at most "
                    + "\(Float.greatestFiniteMagnitude) is needed; correct the row or leave it out"
            )
        }
        let count = rows.count / fields.count
        if let times, times.count != count {
            throw TrainingError("\(times.count) times were given for \(count) rows")
        }
        self.fields = fields
        self.rows = rows
        self.times = times
        segments = Self.segments(count: count, times: times, borders: borders, maximalGapSeconds: maximalGapSeconds)
    }

    private static func check(fields: [String]) throws(TrainingError) {
        guard !fields.isEmpty else { throw TrainingError("there are no fields to learn from") }
        var seen: Set<String> = []
        for field in fields {
            guard !field.isEmpty else { throw TrainingError("a field has no name") }
            guard seen.insert(field).inserted else { throw TrainingError("there are two fields \(field)") }
        }
    }

    private static func segments(
        count: Int,
        times: [Timestamp]?,
        borders: [Int],
        maximalGapSeconds: Double?
    ) -> [Range<Int>] {
        let borders = Set(borders)
        var found: [Range<Int>] = []
        var start = 0
        for row in 1..<max(1, count) {
            var ends = borders.contains(row)
            if let times {
                let gap = times[row].seconds(since: times[row - 1])
                ends = ends || gap < 0 || maximalGapSeconds.map { gap > $0 } ?? false
            }
            guard ends else { continue }
            found.append(start..<row)
            start = row
        }
        return found + [start..<count]
    }
}
