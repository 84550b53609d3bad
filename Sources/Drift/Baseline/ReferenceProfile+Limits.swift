extension ReferenceProfile {
    /// The limits of a statistic for windows of so many rows.
    ///
    /// Those calibrated for the largest size that is not above `rows`, or else the default ones, to which PSI adds what
    /// chance alone gives: (bins - 1)(1/n + 1/m). Windows smaller than any that was calibrated have the higher of the two.
    public func limits(_ statistic: WindowStatistic, of feature: FeatureProfile, rows: Int) -> WindowLimits {
        let calibrated = feature.calibrated[statistic] ?? []
        if let place = zip(windowSizes, calibrated).prefix(while: { $0.0 <= rows }).map(\.1).last, place > 0 {
            return WindowLimits(calibrated: place, for: statistic)
        }
        let usual = Self.usual(statistic, feature, rows)
        // What training's smallest pieces do, smaller ones do all the more.
        guard let first = calibrated.first, first > 0, let size = windowSizes.first, rows < size else { return usual }
        let limits = WindowLimits(calibrated: first, for: statistic)
        return WindowLimits(warning: max(usual.warning, limits.warning), drift: max(usual.drift, limits.drift))
    }

    private static func usual(_ statistic: WindowStatistic, _ feature: FeatureProfile, _ rows: Int) -> WindowLimits {
        let usual = statistic.defaultLimits
        guard statistic == .psi else { return usual }
        let bins = feature.numeric?.reference.binCounts.count ?? feature.categories?.counts.count ?? 1
        let chance = Double(bins - 1) * (1 / Double(feature.count) + 1 / Double(max(1, rows)))
        return WindowLimits(warning: usual.warning + chance, drift: usual.drift + chance)
    }

    /// The limits of the mean reconstruction error of windows of so many rows; nil where none were calibrated.
    ///
    /// A warning is three deviations above the mean of training's pieces, drift twice as far.
    public func errorLimits(rows: Int) -> WindowLimits? {
        guard let multivariate,
            let limit = zip(windowSizes, multivariate.calibrated).prefix(while: { $0.0 <= rows }).map(\.1).last,
            limit > multivariate.meanError
        else { return nil }
        return WindowLimits(warning: limit, drift: 2 * limit - multivariate.meanError)
    }

    /// Judges a window of numbers of one of the features.
    public func judge(_ distances: NumericDistances, of feature: FeatureProfile, rows: Int) -> [WindowJudgement] {
        WindowJudgement.judge(distances, features: features.count) { limits($0, of: feature, rows: rows) }
    }

    /// Judges a window of categories of one of the features.
    public func judge(_ distances: CategoryDistances, of feature: FeatureProfile, rows: Int) -> [WindowJudgement] {
        WindowJudgement.judge(distances, features: features.count) { limits($0, of: feature, rows: rows) }
    }
}
