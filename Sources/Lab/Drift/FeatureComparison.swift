public import Drift

/// One feature on both sides of a comparison.
public struct FeatureComparison: Sendable {
    /// What its values are.
    public enum Kind: String, Sendable {
        /// Numbers.
        case numeric
        /// Names.
        case categorical
        /// 0 and 1.
        case boolean
    }

    /// The values of one side.
    public struct Side: Sendable {
        /// Rows.
        public let rows: Int
        /// Rows without a value.
        public let missing: Int
        /// Rows with a number that is not finite.
        public let nonFinite: Int
        /// The mean; nil for names, and where there is no number.
        public let mean: Double?
        /// The population's standard deviation; nil as above.
        public let deviation: Double?
        /// The smallest number; nil as above.
        public let least: Double?
        /// The largest number; nil as above.
        public let greatest: Double?

        /// Values that were compared.
        public var count: Int { rows - missing - nonFinite }
        /// The part of the rows without a value.
        public var missingRate: Double { Double(missing) / Double(max(1, rows)) }
    }

    /// The least probability, and the least difference of rates, at which readings are missing more often.
    static let missing = (probability: 0.001, difference: 0.01)

    /// The feature's name.
    public let name: String
    /// What it is to the model.
    public let scope: FeatureScope
    /// What its values are.
    public let kind: Kind
    /// What it is compared with.
    public let reference: Side
    /// What is compared.
    public let current: Side
    /// PSI and others with their limits; none where a side has no value.
    public let judgements: [WindowJudgement]
    /// The distances of numbers; nil for names, and where there is no number.
    public let numbers: NumericDistances?
    /// The distances of names; nil for numbers, and where there is no name.
    public let names: CategoryDistances?
    /// Whether values are missing more or less often.
    public let missingRate: MissingRateTest?
    /// Rows with a name that the reference does not have.
    public let unseen: Int
    /// The first of these names.
    public let unseenNames: [String]
    /// How the values are spread.
    let histogram: Histogram

    /// Whether values are missing more often, by more than chance and a percentage point.
    public var isMissingMore: Bool {
        guard let test = missingRate else { return false }
        return test.probability < Self.missing.probability && test.rate > test.referenceRate + Self.missing.difference
    }

    /// The strongest of all that is said of it.
    public var verdict: ComparisonVerdict {
        max(judgements.map(ComparisonVerdict.init).max() ?? .steady, isMissingMore ? .drift : .steady)
    }

    /// What is beyond its limit for the verdict.
    public var reasons: [String] {
        guard verdict > .steady else { return [] }
        let statistics = judgements.filter { ComparisonVerdict($0) == verdict }.map(\.statistic.rawValue)
        return statistics + (isMissingMore && verdict == .drift ? ["missing"] : [])
    }

    /// The largest part of a limit for drift that a statistic comes to, for sorting.
    var excess: Double { judgements.map { $0.value / $0.limits.drift }.max() ?? 0 }
}
