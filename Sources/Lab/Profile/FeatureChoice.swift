public import Drift
public import Telemetry

/// Which columns of a file are features, of what type, and what they are to the model.
public struct FeatureChoice: Sendable {
    /// What stands between cells; nil: found out.
    public var delimiter: UInt8?
    /// Where the times stand.
    public var time: CSVOptions.Time = .automatic
    /// The features in order; nil: all columns but times, labels and those left out.
    public var columns: [String]?
    /// Columns to leave out.
    public var excluded: [String] = []
    /// Columns of names rather than numbers.
    public var categorical: [String] = []
    /// Columns of 0 and 1, or false and true.
    public var boolean: [String] = []
    /// What columns are to the model; those that are not named go in.
    public var scopes: [String: FeatureScope] = [:]
    /// Which rows of each file.
    public var rows: RowSelection = .all

    /// Features that a file may lack.
    private var optional: Set<String> = []

    /// Chooses all columns, as numbers.
    public init() {}

    /// The types and scopes that a profile gives its features; what comes out of a model need not stand in a file.
    init(_ profile: ReferenceProfile) {
        columns = profile.features.map(\.name)
        for feature in profile.features {
            scopes[feature.name] = feature.scope
            if feature.scope != .input { optional.insert(feature.name) }
            switch feature.content {
            case .numeric: break
            case .categorical: categorical.append(feature.name)
            case .boolean: boolean.append(feature.name)
            }
        }
    }

    /// Columns that something is said of.
    private var named: [String] { categorical + boolean + scopes.keys.sorted() }

    /// The features of a file with such a header, in order.
    ///
    /// - Throws: When a column is not there, or one is named as two things.
    func features(of header: [String], time: String?) throws(LabError) -> [String] {
        for name in (columns ?? []) + named + excluded where !header.contains(name) && !optional.contains(name) {
            throw LabError("there is no column '\(name)'; the file has \(header.joined(separator: ", "))")
        }
        if let name = named.first(where: excluded.contains) {
            throw LabError("column '\(name)' is left out and named as something; do one of the two")
        }
        if let name = categorical.first(where: boolean.contains) {
            throw LabError("column '\(name)' is named as categories and as 0 and 1; name it as one of them")
        }
        let chosen = columns.map { names in
            (names + named.filter { !names.contains($0) }).filter { header.contains($0) || !optional.contains($0) }
        }
        let labels = TrainingPlan.labelColumns.filter { !named.contains($0) }
        var features: [String] = []
        for name in chosen ?? header.filter({ $0 != time && !labels.contains($0) && !excluded.contains($0) })
        where !features.contains(name) { features.append(name) }
        guard !features.isEmpty else {
            throw LabError("no column is left of \(header.joined(separator: ", "))")
        }
        return features
    }
}
