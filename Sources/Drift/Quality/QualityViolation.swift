/// Something that is wrong with the readings of a feature, or no longer is.
public struct QualityViolation: Sendable, Hashable {
    /// What is wrong.
    public let kind: QualityKind
    /// Whether it began; otherwise it ended.
    public let isOpen: Bool
    /// What was found: a share of rows, equal readings in a row, or for ``QualityKind/rate`` the factor that rows come
    /// too fast or too slowly by.
    public let statistic: Double
    /// What it was held against.
    public let threshold: Double
    /// When, microseconds since 1970.
    public let time: Int64
}
