public import Anomaly
public import Telemetry

/// A file's rows with their scores and decisions.
public struct ScoredFile: Sendable {
    /// The file, as it was named.
    public let path: String
    /// The names of the fields.
    public let fields: [String]
    /// The numbers that were scored, row by row; NaN where a cell was empty.
    public let values: [Double]
    /// The rows' times; nil without a column of times.
    public let times: [Timestamp]?
    /// The smoothed score of the window that ends with a row; nil where none does.
    public internal(set) var scores: [Double?]
    /// Whether an episode was open after a row.
    public internal(set) var decisions: [Bool]
    /// The episodes in order; the last may not have ended.
    public internal(set) var episodes: [Episode] = []
    /// Which rows are anomalous; nil where no labels were asked for.
    public let labels: [Bool]?
    /// Rows that were passed over, since a number was missing or beyond Float32.
    public internal(set) var passedOver = 0
    /// Rows that were passed over, since they are not later than the row before them.
    public internal(set) var late = 0
    /// What scores were compared with.
    public let threshold: Double

    /// How many rows there are.
    public var rows: Int { scores.count }

    /// The file's name without folder and extension.
    public var name: String {
        let name = InputFile.name(of: path)
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
