import Drift

/// A file compared with another, or with what a model was trained on.
public struct FileComparison: Sendable {
    /// What a file is compared with.
    public enum Reference: Sendable {
        /// CSV files.
        case files([String])
        /// A `baseline.json`.
        case baseline(BaselineSource)
    }

    private let reference: Reference
    private let choice: FeatureChoice

    /// Prepares a comparison.
    ///
    /// - Parameters:
    ///   - reference: What is compared with.
    ///   - choice: How files are read, and which columns are what; with a baseline its features are those of the baseline.
    public init(with reference: Reference, _ choice: FeatureChoice) {
        self.reference = reference
        self.choice = choice
    }

    /// Compares.
    ///
    /// - Parameter paths: CSV files.
    /// - Returns: What it came to.
    /// - Throws: What is wrong with a file, with line and column.
    public func run(_ paths: [String]) throws(LabError) -> ComparisonReport {
        switch reference {
        case .baseline(let source):
            try compare(source.profile, nil, source.path, try table(paths, source.profile), paths)
        case .files(let files):
            try compareFiles(files, paths)
        }
    }

    private func table(_ paths: [String], _ profile: ReferenceProfile) throws(LabError) -> FeatureTable {
        var typed = FeatureChoice(profile)
        (typed.delimiter, typed.time) = (choice.delimiter, choice.time)
        return try FeatureTable(paths, typed)
    }

    private func compareFiles(_ files: [String], _ paths: [String]) throws(LabError) -> ComparisonReport {
        let before = try FeatureTable(files, choice)
        var typed = choice
        typed.columns = before.columns.map(\.name)
        typed.excluded = []
        let now = try FeatureTable(paths, typed)
        let profile: ReferenceProfile
        do throws(BaselineError) {
            profile = try Self.profile(before, windows: now.rows)
        } catch {
            throw LabError("\(files.joined(separator: ", ")): \(error)")
        }
        return try compare(profile, before, files.joined(separator: ", "), now, paths)
    }

    /// What the reference looks like, with limits for windows of as many rows as are compared, where it has enough.
    private static func profile(_ table: FeatureTable, windows rows: Int) throws(BaselineError) -> ReferenceProfile {
        var choice = ReferenceProfile.Choice()
        var sizes = Set(ReferenceProfile.usualWindowSizes)
        if (2...WindowSpan.largest).contains(rows), table.rows / rows >= 5 { sizes.insert(rows) }
        choice.windowSizes = sizes.sorted()
        return try ReferenceProfile(
            columns: table.columns,
            model: ReferenceProfile.Model(name: "", sha256: ""),
            profileID: "",
            created: "",
            choice: choice
        )
    }

    private func compare(
        _ profile: ReferenceProfile,
        _ before: FeatureTable?,
        _ name: String,
        _ now: FeatureTable,
        _ paths: [String]
    ) throws(LabError) -> ComparisonReport {
        let features = profile.features.compactMap { feature in
            now[feature.name].map { column in
                FeaturePair(profile, feature, raw: before?[feature.name], current: column).comparison
            }
        }
        let inputs = profile.fields
        let rows = RowComparison(
            profile,
            inputs.compactMap { now[$0]?.numbers },
            reference: before.map { table in inputs.compactMap { table[$0]?.numbers } }
        )
        let isApart = profile.multivariate != nil && rows == nil
        return ComparisonReport(
            reference: name,
            current: paths.joined(separator: ", "),
            referenceRows: profile.rowCount,
            currentRows: now.rows,
            features: features,
            rows: rows,
            notes: Self.notes(profile, features, now)
                + (isApart ? ["numbers are not compared together: no current row has all of them"] : [])
        )
    }

    private static func notes(
        _ profile: ReferenceProfile,
        _ features: [FeatureComparison],
        _ now: FeatureTable
    ) -> [String] {
        var notes: [String] = []
        let absent = profile.features.map(\.name).filter { now[$0] == nil }
        if !absent.isEmpty {
            notes.append("not in the current file, and not compared: \(absent.joined(separator: ", "))")
        }
        let others = now.leftOut.filter { !TrainingPlan.labelColumns.contains($0) }
        if !others.isEmpty { notes.append("not compared: \(others.joined(separator: ", "))") }
        let error = features.compactMap { $0.numbers?.precision.shareError }.max() ?? 0
        if error > 0 {
            notes.append(
                "the reference's numbers are known by a sample: Kolmogorov-Smirnov distances are off by up to "
                    + "\(Figures.short(error)), Wasserstein distances a little; the others are exact"
            )
        }
        return notes
    }
}
