public import Drift
public import Telemetry

/// Something that a detector has told of a row.
public struct DetectionEvent: Sendable {
    /// What it was.
    public enum Kind: Sendable {
        /// A warning began.
        case warning
        /// A drift was found.
        case drift(DetectedChange)
    }

    /// The detector, by its place among those that were asked for.
    public let detector: Int
    /// What it was.
    public let kind: Kind
    /// The row, from 0; rows without a number count.
    public let row: Int
    /// The row's time; nil without a column of times.
    public let time: Timestamp?
    /// The line of the text, from 1.
    public let line: Int
    /// The first row that may belong to what came after the change; nil for warnings, and where it is no longer known.
    public let since: Int?
}
