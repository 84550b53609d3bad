import Drift

/// Something about drift that is to be told, with what it rests on.
struct DriftFinding {
    let change: AlarmChange
    /// What the feature is to the model.
    let scope: FeatureScope
    /// What is set of the detector that may be of use to whoever reads it.
    let parameters: DetectorSettings
    /// `river-0.26.1` where it decides as river does.
    let isParity: Bool
    /// What was compared; nil of a detector without a number.
    var statistic: Double?
    /// What it was held against.
    var threshold: Double?
    var probability: Double?
    var direction = ChangeDirection.both
    /// The rows that were looked at, and how many of them hold a value; nil: a detector that has no window.
    var window: (rows: Range<Int>, count: Int)?
    /// How exact the distance is.
    var precision: ReferencePrecision?
    /// What the window holds.
    var current: NumericSummary?
    /// Rows between which the change began.
    var estimate: ClosedRange<Int>
    /// The parts of features in it, largest first.
    var contributions: [(feature: String, share: Double)] = []
    /// Categories that training did not have.
    var unseen: [String] = []
    /// What was seen of the feature so far.
    let counts: FeatureCounts
}

extension DriftFinding {
    init(
        change: AlarmChange,
        scope: FeatureScope,
        parameters: DetectorSettings,
        isParity: Bool,
        window: (rows: Range<Int>, count: Int)? = nil,
        estimate: ClosedRange<Int>,
        counts: FeatureCounts
    ) {
        self.change = change
        self.scope = scope
        self.parameters = parameters
        self.isParity = isParity
        statistic = change.statistic
        threshold = change.threshold
        self.window = window
        self.estimate = estimate
        self.counts = counts
    }

    /// How bad it is: by the statistic, where there is one.
    var severity: AlarmSeverity {
        guard change.kind == .drift, let statistic, let threshold, threshold > 0 else { return change.severity }
        return AlarmSeverity(ratio: max(1, statistic / threshold))
    }
}

/// What was seen of a feature.
struct FeatureCounts: Sendable, Codable, Equatable {
    var samples = 0
    var missing = 0
    var nonFinite = 0
}
