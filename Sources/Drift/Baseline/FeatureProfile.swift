/// What one feature looked like in training; what drift is measured against.
public struct FeatureProfile: Sendable, Hashable {
    /// Its values.
    public enum Content: Sendable, Hashable {
        /// Numbers.
        case numeric(NumericProfile)
        /// Names.
        case categorical(CategoryReference)
        /// The names `false` and `true`.
        case boolean(CategoryReference)
    }

    /// The feature's name.
    public let name: String
    /// What it is to the model.
    public let scope: FeatureScope
    /// Rows in which it was missing.
    public let missing: Int
    /// Rows in which it was not finite.
    public let nonFinite: Int
    /// The most equal values in rows that follow on one another; nil where the file does not say.
    public let longestRun: Int?
    /// Its values.
    public let content: Content
    /// For each statistic the limits for windows of the profile's sizes: as many of them as there were rows for.
    public internal(set) var calibrated: [WindowStatistic: [Double]]

    /// The type that the file names.
    var type: String {
        switch content {
        case .numeric: "numeric"
        case .categorical: "categorical"
        case .boolean: "boolean"
        }
    }

    /// Values that were there and finite.
    public var count: Int {
        switch content {
        case .numeric(let profile): profile.count
        case .categorical(let categories), .boolean(let categories): categories.count
        }
    }

    /// The numbers; nil for categories.
    public var numeric: NumericProfile? {
        guard case .numeric(let profile) = content else { return nil }
        return profile
    }

    /// The categories; nil for numbers.
    public var categories: CategoryReference? {
        switch content {
        case .numeric: nil
        case .categorical(let categories), .boolean(let categories): categories
        }
    }

    /// Whether the baselines of anomalies have it among their fields.
    var isField: Bool { scope == .input && numeric != nil }
}
