/// How a binding's data stands to training's.
package struct DriftSection: Sendable, Equatable, Encodable {
    package var binding: String
    package var model: String
    package var version: String?
    package var profileID: String?
    /// `normal`, `warning`, `drift`, `cooldown`, `warm_up` or `off`.
    package var state = "off"
    /// Why nothing is watched.
    package var reason: String?
    package var systemic = false
    /// Violations of data quality that are open.
    package var violations = 0
    package var retrain: String?
    package var rows: Int?
    /// Rows of a window.
    package var window: Int?
    package var features: [DriftFeature] = []
    /// What windows said over time; not part of the document.
    package var history = DriftBook()

    /// Most features that are shown.
    package static let mostFeatures = 64

    /// Makes one of a binding that is not watched.
    package init(binding: String, model: String) {
        self.binding = binding
        self.model = model
    }

    enum CodingKeys: String, CodingKey {
        case binding, model, version, state, reason, systemic, violations, retrain, rows, window, features
        case profileID = "profile_id"
    }
}
