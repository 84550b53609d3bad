extension FeatureProfile {
    /// The most categories that are kept by name.
    public static let mostCategories = 50
    /// The longest name of a category, in bytes of UTF-8; longer ones count as others.
    public static let longestCategory = 64

    /// Describes a column; without calibrated limits.
    ///
    /// - Throws: When the column holds no value at all.
    init(_ column: ReferenceColumn, _ size: ProfileSize) throws(BaselineError) {
        name = column.name
        scope = column.scope
        calibrated = [:]
        switch column.values {
        case .numeric(let values):
            guard let profile = NumericProfile(values, size) else { throw Self.empty(column) }
            content = .numeric(profile)
            missing = values.lazy.filter(\.isNaN).count
            nonFinite = values.lazy.filter(\.isInfinite).count
            longestRun = Self.longestRun(values)
        case .boolean(let values):
            guard let categories = Self.truths(column.categories ?? []) else { throw Self.empty(column) }
            content = .boolean(categories)
            missing = values.lazy.filter(\.isNaN).count
            nonFinite = values.count - missing - categories.count
            longestRun = Self.longestRun(values)
        case .categorical(let names):
            guard let categories = Self.categories(names, size.categories) else { throw Self.empty(column) }
            content = .categorical(categories)
            missing = names.lazy.filter { $0 == nil }.count
            nonFinite = 0
            longestRun = nil
        }
    }

    private static func truths(_ names: [String?]) -> CategoryReference? {
        let counts = ["false", "true"].map { name in names.lazy.filter { $0 == name }.count }
        return try? CategoryReference(names: ["false", "true"], counts: counts + [0])
    }

    private static func empty(_ column: ReferenceColumn) -> BaselineError {
        .unusableRows("'\(column.name)' has no value in any row; leave it out, or profile rows that have it")
    }

    /// The most frequent names, those that are as frequent by name; all others together.
    private static func categories(_ names: [String?], _ most: Int) -> CategoryReference? {
        var counts: [String: Int] = [:]
        for case let name? in names { counts[name, default: 0] += 1 }
        let total = counts.values.reduce(0, +)
        let nameable = counts.filter { $0.key.utf8.count <= longestCategory && $0.key != CategoryReference.other }
        let kept = nameable.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(most)
        let others = total - kept.reduce(0) { $0 + $1.value }
        return try? CategoryReference(names: kept.map(\.key), counts: kept.map(\.value) + [others])
    }

    private static func longestRun(_ values: [Double]) -> Int {
        var (longest, run, before) = (0, 0, Double.nan)
        for value in values where value.isFinite {
            run = value == before ? run + 1 : 1
            before = value
            longest = Swift.max(longest, run)
        }
        return longest
    }
}
