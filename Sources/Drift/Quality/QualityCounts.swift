/// What was wrong with the rows of a window, or of all rows.
public struct QualityCounts: Sendable, Hashable {
    /// Rows.
    public internal(set) var rows = 0
    /// Rows in which the reading was missing.
    public internal(set) var missing = 0
    /// Rows in which it was NaN or infinite.
    public internal(set) var nonFinite = 0
    /// Rows in which it was out of range.
    public internal(set) var outOfRange = 0

    static func += (sum: inout QualityCounts, other: QualityCounts) {
        sum.rows += other.rows
        sum.missing += other.missing
        sum.nonFinite += other.nonFinite
        sum.outOfRange += other.outOfRange
    }
}
