import OpenInference

/// A scored series as JSON.
struct SeriesDocument: Encodable {
    private struct Span: Encodable {
        let first: Int
        let last: Int?
        let peak: Double?
    }

    private enum CodingKeys: String, CodingKey {
        case model, version, threshold, fields, rows, scores, anomalies, episodes
        case passedOver = "passed_over"
    }

    private let model: String
    private let version: String
    private let threshold: Double?
    private let fields: [String]
    private let rows: Int
    private let scores: [Double?]
    private let anomalies: [Bool]
    private let episodes: [Span]
    private let passedOver: Int

    /// Describes a series; numbers that are not finite become null.
    init(_ series: ScoredSeries) {
        model = series.model
        version = series.version
        threshold = Self.finite(series.threshold)
        fields = series.fields
        rows = series.scores.count
        scores = series.scores.map { $0.flatMap(Self.finite) }
        anomalies = series.decisions
        episodes = series.episodes.map { Span(first: $0.first, last: $0.last, peak: Self.finite($0.peak)) }
        passedOver = series.passedOver
    }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
