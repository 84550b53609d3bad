/// The values of one feature in the rows of training, in order of time.
public struct ReferenceColumn: Sendable {
    /// The values, one for each row.
    public enum Values: Sendable {
        /// Numbers; NaN: missing, as an empty cell of a CSV file is; infinities count as not finite.
        case numeric([Double])
        /// Names; nil: missing.
        case categorical([String?])
        /// 0 and 1; NaN: missing; anything else counts as not finite.
        case boolean([Double])
    }

    /// The feature's name.
    public let name: String
    /// What it is to the model.
    public let scope: FeatureScope
    /// Its values.
    public let values: Values

    /// Names a column.
    public init(_ name: String, _ values: Values, scope: FeatureScope = .input) {
        self.name = name
        self.values = values
        self.scope = scope
    }

    var rows: Int {
        switch values {
        case .numeric(let numbers), .boolean(let numbers): numbers.count
        case .categorical(let names): names.count
        }
    }

    /// Names in the place of values, for features of categories; nil for numbers.
    var categories: [String?]? {
        switch values {
        case .numeric: nil
        case .categorical(let names): names
        case .boolean(let numbers): numbers.map { $0 == 0 ? "false" : $0 == 1 ? "true" : nil }
        }
    }
}
