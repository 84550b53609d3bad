/// What a comparison came to.
public struct ComparisonReport: Sendable {
    /// What was compared with, as it was named.
    public let reference: String
    /// What was compared, as it was named.
    public let current: String
    /// Rows of the reference.
    public let referenceRows: Int
    /// Rows that were compared.
    public let currentRows: Int
    /// The features in the reference's order.
    public let features: [FeatureComparison]
    /// How numeric inputs vary together; nil with fewer than two of them or too few whole rows.
    public let rows: RowComparison?
    /// What a person should know of the comparison; a line each.
    public let notes: [String]

    /// The strongest verdict of all.
    public var verdict: ComparisonVerdict {
        max(features.map(\.verdict).max() ?? .steady, rows?.verdict ?? .steady)
    }

    /// The features, those that have changed most first.
    public var sorted: [FeatureComparison] {
        features.enumerated().sorted { one, other in
            let (a, b) = (one.element, other.element)
            if a.verdict != b.verdict { return a.verdict > b.verdict }
            return a.excess != b.excess ? a.excess > b.excess : one.offset < other.offset
        }.map(\.element)
    }
}
