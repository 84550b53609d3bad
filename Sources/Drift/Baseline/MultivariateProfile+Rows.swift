extension MultivariateProfile {
    /// The fewest whole rows that a profile is made of.
    static let fewestRows = 50

    /// Of the numeric inputs; nil where there are fewer than 2, more than 64, or too few whole rows.
    init?(columns: [[Double]], features: [NumericProfile], share: Double, windowSizes: [Int]) {
        guard (2...PrincipalComponents.mostFeatures).contains(columns.count) else { return nil }
        let table = RowTable(columns: columns)
        guard table.count >= max(Self.fewestRows, 2 * columns.count) else { return nil }
        let moments = (0..<table.width).map { Moments(table.column($0)) }
        let matrix = table.correlation(moments)
        let correlation = (0..<table.width).flatMap { row in
            (0..<row).map { Int16((max(-1, min(1, matrix[row * table.width + $0])) * 32_767).rounded()) }
        }
        let (means, deviations) = (features.map(\.mean), features.map(\.deviation))
        // The rounded correlations make the components here as they do where the file is read.
        guard let components = try? Self.components(correlation, means, deviations, share) else { return nil }
        let limits = Self.limits(table, components, windowSizes)
        let made = try? MultivariateProfile(
            correlation: correlation,
            means: means,
            deviations: deviations,
            share: share,
            limits: limits
        )
        guard let made else { return nil }
        self = made
    }

    private static func limits(
        _ table: RowTable,
        _ components: PrincipalComponents,
        _ windowSizes: [Int]
    ) -> (tSquared: Double, squaredError: Double, mean: Double, calibrated: [Double]) {
        var scorer = ComponentScorer(components)
        let scores = (0..<table.count).compactMap { scorer.score(table[$0]) }
        let errors = scores.map(\.reconstructionError)
        return (
            SortedValues.quantile(0.99, of: scores.map(\.tSquared).sorted()).rounded(digits: 9),
            SortedValues.quantile(0.99, of: scores.map(\.squaredError).sorted()).rounded(digits: 9),
            Moments(errors).mean.rounded(digits: 9),
            Calibration.limits(rows: errors.count, windowSizes) { Moments(errors[$0]).mean }
        )
    }
}
