/// How a feature stands to training's.
package struct DriftFeature: Sendable, Equatable, Encodable {
    /// What the last window said.
    package struct Statistic: Sendable, Equatable, Encodable {
        package var name: String
        package var value: Double?
        /// Above it: a warning.
        package var warning: Double?
        /// Above it: drift.
        package var drift: Double?
        package var probability: Double?

        /// Makes one; what is not finite is left out.
        package init(name: String, value: Double, warning: Double, drift: Double, probability: Double?) {
            self.name = name
            self.value = value.ifFinite
            self.warning = warning.ifFinite
            self.drift = drift.ifFinite
            self.probability = probability?.ifFinite
        }

        enum CodingKeys: String, CodingKey {
            case name, value, warning, drift
            case probability = "p_value"
        }
    }

    /// Numbers by bins: counts are one more than the borders between them.
    package struct Bins: Sendable, Equatable, Encodable {
        package var edges: [Double]
        package var reference: [Int]
        package var current: [Int]

        /// Makes one.
        package init(edges: [Double], reference: [Int], current: [Int]) {
            self.edges = edges
            self.reference = reference
            self.current = current
        }
    }

    /// Categories; counts are one more than names: all others.
    package struct Categories: Sendable, Equatable, Encodable {
        package var names: [String]
        package var reference: [Int]
        package var current: [Int]

        /// Makes one.
        package init(names: [String], reference: [Int], current: [Int]) {
            self.names = names
            self.reference = reference
            self.current = current
        }
    }

    package var feature: String
    package var scope: String
    package var state: String
    /// Since when, RFC 3339; nil: since before the start.
    package var since: String?
    /// What each detector says that is not normal.
    package var detectors: [String: String] = [:]
    package var statistics: [Statistic] = []
    package var samples = 0
    package var missing = 0
    package var nonFinite = 0
    /// Drifts that were confirmed and not told.
    package var suppressed = 0
    package var histogram: Bins?
    package var categories: Categories?

    /// Makes one.
    package init(feature: String, scope: String, state: String) {
        self.feature = feature
        self.scope = scope
        self.state = state
    }

    enum CodingKeys: String, CodingKey {
        case feature, scope, state, since, detectors, statistics, samples, missing, suppressed, histogram, categories
        case nonFinite = "non_finite"
    }
}
