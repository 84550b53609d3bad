/// Why a profile cannot be made, read or used.
public enum BaselineError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, or its part on drift, is too large.
    case tooLarge(bytes: Int, limit: Int)
    /// The file is no JSON, or a member is missing, of the wrong type, or out of range.
    case corrupt(String)
    /// The file, or its part on drift, has another schema version.
    case otherSchema(found: Int, expected: Int)
    /// The file belongs to another model.
    case otherModel(found: String, expected: String)
    /// The file's input features are not the model's, or in another order.
    case otherFeatures(found: [String], expected: [String])
    /// A number is not finite.
    case nonFinite(String)
    /// A feature's decile edges do not rise.
    case edgesNotRising(feature: String)
    /// A feature's counts do not add up to its number of values.
    case countsDoNotAddUp(feature: String, found: Int, expected: Int)
    /// The rows cannot be profiled.
    case unusableRows(String)

    /// What was found, what was expected, and how to mend it.
    public var description: String {
        switch self {
        case .tooLarge(let bytes, let limit):
            "baseline: \(bytes) bytes, \(limit) at most; profile fewer features, or give them shorter names"
        case .corrupt(let what): "baseline: \(what); make it again with 'marram profile' or 'marram train'"
        case .otherSchema(let found, let expected):
            "baseline: schema_version is \(found), this program reads \(expected); make it again with this program"
        case .otherModel(let found, let expected):
            "baseline: it belongs to a model with SHA-256 \(found), the model's is \(expected); "
                + "put the two files of one training beside each other"
        case .otherFeatures(let found, let expected):
            "baseline: its features are \(Self.list(found)), the model takes \(Self.list(expected)), in this order; "
                + "profile the rows that the model takes"
        case .nonFinite(let place): "baseline: '\(place)' is not finite; make it again from rows of numbers"
        case .edgesNotRising(let feature):
            "baseline: the decile_edges of '\(feature)' do not rise; make it again, it was edited or damaged"
        case .countsDoNotAddUp(let feature, let found, let expected):
            "baseline: the counts of '\(feature)' add up to \(found), expected \(expected); "
                + "make it again, it was edited or damaged"
        case .unusableRows(let what): what
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 8 ? "\(shown), … (\(names.count))" : shown
    }
}
