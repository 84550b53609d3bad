public import Telemetry

/// How files are scored.
public struct ScoringPlan: Sendable {
    /// What stands between cells; nil: found out.
    public var delimiter: UInt8?
    /// Where the times stand.
    public var time: CSVOptions.Time = .automatic
    /// The column that says which rows are anomalous; nil: none is read.
    public var labels: String?
    /// Whether a row that is not later than the one before it is scored.
    ///
    /// It is passed over otherwise. Either way as live bindings do: an accepted one counts as of the same time as the
    /// row before it, and after 100 late ones in a row the clock is believed to have been set back.
    public var acceptsLate = false
    /// What the baseline's quantile is multiplied with; nil: what was chosen in training.
    public var factor: Double?

    /// Plans as it is by default.
    public init() {}
}
