import Foundation

/// Scores of keys by the second, as `/api/scores` gives them.
package struct ScoreExcerpt: Sendable, Equatable, Encodable {
    /// Seconds from one score to the next.
    package let step: Int
    /// The time of the last score, seconds since 1970.
    package let end: Int
    package let bindings: [Binding]

    init(end: Int, bindings: [Binding]) {
        step = SeriesSpan.quarter.step
        self.end = end
        self.bindings = bindings
    }

    /// A binding that has a rule for anomalies.
    package struct Binding: Sendable, Equatable, Encodable {
        package let binding: String
        package let model: String
        package let threshold: Double?
        package let offThreshold: Double?
        package let keysTotal: Int
        package let keys: [Key]

        enum CodingKeys: String, CodingKey {
            case binding, model, threshold, keys
            case offThreshold = "off_threshold"
            case keysTotal = "keys_total"
        }

        init(_ scores: BindingScores, keys: [Key]) {
            binding = scores.binding
            model = scores.model
            threshold = scores.threshold.ifFinite
            offThreshold = scores.offThreshold.ifFinite
            keysTotal = scores.keysTotal
            self.keys = keys
        }
    }

    /// A key of it.
    package struct Key: Sendable, Equatable, Encodable {
        package let key: [String]
        package let score: Double?
        package let isAnomalous: Bool
        package let peak: Double?
        package let since: String?
        /// The oldest first; nil: no new score in that second.
        package let scores: [Float?]
        /// First and last place in `scores` of each time with an open anomaly.
        package let anomalous: [[Int]]

        enum CodingKeys: String, CodingKey {
            case key, score, peak, since, scores, anomalous
            case isAnomalous = "is_anomalous"
        }

        init(_ last: KeyScore, scores: [Float?], marks: [Bool]) {
            let parts = try? JSONDecoder().decode([String].self, from: Data(last.key))
            key = parts ?? [String(decoding: last.key, as: UTF8.self)]
            score = last.score?.ifFinite
            isAnomalous = last.isAnomalous
            peak = last.peak?.ifFinite
            since = last.since
            self.scores = scores
            anomalous = Self.spans(marks)
        }

        /// The first and last places of runs of true.
        static func spans(_ marks: [Bool]) -> [[Int]] {
            var spans: [[Int]] = []
            for (place, isMarked) in marks.enumerated() where isMarked {
                if let last = spans.last, last[1] == place - 1 {
                    spans[spans.count - 1][1] = place
                } else {
                    spans.append([place, place])
                }
            }
            return spans
        }
    }
}

extension Double {
    /// The number; nil where JSON has none for it.
    var ifFinite: Double? { isFinite ? self : nil }
}
