/// What one statistic of a window says.
public struct WindowJudgement: Sendable, Hashable {
    /// The statistic.
    public let statistic: WindowStatistic
    /// Its value.
    public let value: Double
    /// From where on it counts.
    public let limits: WindowLimits
    /// The probability of such a value without drift; nil where none is defined.
    public let probability: Double?
    /// Above which probability the statistic does not count; nil where none is defined.
    public let significance: Double?

    /// What the alarms make of it.
    ///
    /// A distance whose probability is too large for the number of features is quiet, however large it is.
    public var signal: AlarmSignal {
        if let probability, let significance, probability >= significance { return .quiet }
        return .measured(value, limits)
    }
}

extension WindowJudgement {
    /// The probability below which one of so many features is believed to have changed: Bonferroni at 0.01.
    public static func significance(features: Int) -> Double { 0.01 / Double(max(1, features)) }

    /// Judges each statistic of a window of numbers.
    ///
    /// - Parameters:
    ///   - distances: The window's.
    ///   - features: How many features are watched.
    ///   - limits: The limits of a statistic, such as the baseline's for windows of this size.
    /// - Returns: A judgement for each statistic of numbers.
    public static func judge(
        _ distances: NumericDistances,
        features: Int,
        limits: (WindowStatistic) -> WindowLimits
    ) -> [WindowJudgement] {
        WindowStatistic.numeric.compactMap { statistic in
            guard let value = distances[statistic] else { return nil }
            let isTest = statistic == .kolmogorovSmirnov
            return WindowJudgement(
                statistic: statistic,
                value: value,
                limits: limits(statistic),
                probability: isTest ? distances.kolmogorovSmirnov.probability : nil,
                significance: isTest ? significance(features: features) : nil
            )
        }
    }

    /// Judges each statistic of a window of categories, alike.
    public static func judge(
        _ distances: CategoryDistances,
        features: Int,
        limits: (WindowStatistic) -> WindowLimits
    ) -> [WindowJudgement] {
        WindowStatistic.categorical.compactMap { statistic in
            guard let value = distances[statistic] else { return nil }
            let isTest = statistic == .lInfinity
            return WindowJudgement(
                statistic: statistic,
                value: value,
                limits: limits(statistic),
                probability: isTest ? distances.chiSquared.probability : nil,
                significance: isTest ? significance(features: features) : nil
            )
        }
    }
}
