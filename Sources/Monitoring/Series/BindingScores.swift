/// How the keys of a binding stand in a second.
package struct BindingScores: Sendable, Equatable {
    package let binding: String
    package let model: String
    /// Above it a score is too high.
    package let threshold: Double
    /// At or below it an anomaly may end.
    package let offThreshold: Double
    /// All keys of the binding.
    package let keysTotal: Int
    /// Some of them.
    package let keys: [KeyScore]

    /// Makes one.
    package init(
        binding: String,
        model: String,
        threshold: Double,
        offThreshold: Double,
        keysTotal: Int,
        keys: [KeyScore]
    ) {
        self.binding = binding
        self.model = model
        self.threshold = threshold
        self.offThreshold = offThreshold
        self.keysTotal = keysTotal
        self.keys = keys
    }
}

/// How a key stands.
package struct KeyScore: Sendable, Equatable {
    /// A JSON array of texts.
    package let key: [UInt8]
    /// The latest smoothed score; nil: none came in this second.
    package let score: Double?
    package let isAnomalous: Bool
    /// The highest score of the anomaly that is open.
    package var peak: Double?
    /// When it began, RFC 3339.
    package var since: String?

    /// Makes one.
    package init(key: [UInt8], score: Double?, isAnomalous: Bool, peak: Double? = nil, since: String? = nil) {
        self.key = key
        self.score = score
        self.isAnomalous = isAnomalous
        self.peak = peak
        self.since = since
    }
}
