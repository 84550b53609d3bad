/// How a CSV file is written, and which of its columns are wanted.
public struct CSVOptions: Sendable {
    /// Where the times of the rows stand.
    public enum Time: Sendable, Equatable {
        /// In the first column called time, timestamp, datetime, date or ts (in any case) if there is one.
        case automatic
        /// Nowhere: a column with times is one like any other.
        case none
        /// In that column; without a format the first row decides: see ``TimeFormat/init(guessing:)``.
        case column(String, TimeFormat? = nil)
    }

    /// What stands between cells; nil: the one of `,` `;` and tab that stands most often in the header.
    public var delimiter: UInt8?
    /// The columns of numbers, in this order; nil: all that nothing else is said of, in the file's order.
    public var columns: [String]?
    /// Where the times stand.
    public var time: Time
    /// Columns of 0 and 1 (or false and true) that say which rows are anomalous.
    public var labels: [String]
    /// Columns kept as text.
    public var texts: [String]
    /// Columns that do not count among `columns: nil`; they need not be there.
    public var ignored: [String]
    /// True: an empty cell of a number is NaN in the table; false: it is an error.
    public var allowsMissing: Bool
    /// True: a number that is not finite is taken as it is, NaN as a missing one; false: it is an error.
    public var allowsNonFinite: Bool
    /// The most bytes of a file.
    public var maximumBytes: Int

    /// Makes options; without arguments all columns are numbers and the delimiter and the time are found out.
    public init(
        delimiter: UInt8? = nil,
        columns: [String]? = nil,
        time: Time = .automatic,
        labels: [String] = [],
        texts: [String] = [],
        ignored: [String] = [],
        allowsMissing: Bool = true,
        allowsNonFinite: Bool = false,
        maximumBytes: Int = 1 << 30
    ) {
        self.delimiter = delimiter
        self.columns = columns
        self.time = time
        self.labels = labels
        self.texts = texts
        self.ignored = ignored
        self.allowsMissing = allowsMissing
        self.allowsNonFinite = allowsNonFinite
        self.maximumBytes = maximumBytes
    }
}
