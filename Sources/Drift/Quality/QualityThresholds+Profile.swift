extension QualityThresholds {
    /// How many times as long as in training a run of equal readings may be, and the least that is allowed.
    static let runFactor = 3
    static let shortestRun = 20
    /// What may lie beyond the range of training, as a part of that range.
    static let rangeMargin = 0.1

    /// The thresholds that follow from what a feature looked like in training.
    ///
    /// - Parameters:
    ///   - feature: The feature; of categories only missing readings and the rate are watched.
    ///   - intervalSeconds: Seconds from one row to the next; nil: any.
    /// - Throws: When the profile holds numbers that cannot be.
    public init(_ feature: FeatureProfile, intervalSeconds: Double? = nil) throws(DriftWindowError) {
        let rows = feature.count + feature.missing + feature.nonFinite
        let usual = 0.01
        try self.init(
            referenceRows: rows,
            referenceMissing: feature.missing,
            nonFiniteShare: min(1, max(usual, 2 * Double(feature.nonFinite) / Double(rows))),
            range: feature.numeric.map(Self.range),
            longestRun: Self.longestRun(feature),
            intervalSeconds: intervalSeconds
        )
    }

    private static func range(_ profile: NumericProfile) -> ClosedRange<Double> {
        // Halves: the span of two finite numbers may be infinite.
        let half = profile.max / 2 - profile.min / 2
        let margin = half > 0 ? 2 * rangeMargin * half : rangeMargin * profile.max.magnitude
        let most = Double.greatestFiniteMagnitude
        return max(-most, profile.min - margin)...min(most, profile.max + margin)
    }

    /// A feature that hardly ever changed in training cannot be seen to be stuck.
    private static func longestRun(_ feature: FeatureProfile) -> Int? {
        guard let run = feature.longestRun, feature.numeric != nil, run < feature.count / 2 else { return nil }
        return max(shortestRun, runFactor * run)
    }
}
