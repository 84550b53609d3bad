/// What windows said over time, as `/api/drift` gives it.
package struct DriftExcerpt: Sendable, Equatable, Encodable {
    package let bindings: [Binding]

    /// What is known of a binding, or of all, and of one of its features, or of all.
    package init(_ sections: [DriftSection], feature: String? = nil) {
        bindings = sections.map { Binding($0, feature: feature) }
    }

    /// A binding.
    package struct Binding: Sendable, Equatable, Encodable {
        package let binding: String
        package let model: String
        package let version: String?
        /// Rows of a window.
        package let window: Int?
        package let features: [Feature]

        init(_ section: DriftSection, feature: String?) {
            binding = section.binding
            model = section.model
            version = section.version
            window = section.window
            features = section.history.features.filter { feature == nil || $0.feature == feature }.map(Feature.init)
        }
    }

    /// A feature of it.
    package struct Feature: Sendable, Equatable, Encodable {
        package let feature: String
        package let scope: String
        /// The statistic that is furthest towards its limit.
        package let leading: String?
        /// When each window ended, seconds since 1970, the oldest first.
        package let times: [Int]
        package let statistics: [Statistic]

        init(_ lane: DriftBook.Lane) {
            feature = lane.feature
            scope = lane.scope
            times = lane.times
            statistics = lane.lines.map(Statistic.init)
            leading = lane.latest.max { $0.part < $1.part }?.name
        }
    }

    /// A statistic, window by window; nil: not known.
    package struct Statistic: Sendable, Equatable, Encodable {
        package let name: String
        package let warning: Double?
        package let drift: Double?
        package let values: [Float?]
        package let probabilities: [Float?]?

        enum CodingKeys: String, CodingKey {
            case name, warning, drift, values
            case probabilities = "p_values"
        }

        init(_ line: DriftBook.Line) {
            name = line.name
            warning = line.warning
            drift = line.drift
            values = line.values.map(\.ifFinite)
            probabilities = line.probabilities.isEmpty ? nil : line.probabilities.map(\.ifFinite)
        }
    }
}

extension DriftFeature.Statistic {
    /// How far it is towards its limit: 1 is there.
    fileprivate var part: Double {
        guard let value, let limit = drift ?? warning, limit > 0 else { return 0 }
        return value / limit
    }
}

extension Float {
    /// The number; nil where JSON has none for it.
    fileprivate var ifFinite: Float? { isFinite ? self : nil }
}
