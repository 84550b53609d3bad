/// What the smoothed scores of the training windows looked like, and the rule that was made of them.
public struct ScoreProfile: Codable, Sendable, Hashable {
    /// The model's output that is the score.
    public let output: String
    /// Scores that are averaged.
    public let smooth: Int
    /// Too high scores in a row that open an episode.
    public let onAfter: Int
    /// Low scores in a row that close it.
    public let offAfter: Int
    /// The part of the threshold at which a score is low again.
    public let offRatio: Double
    /// Which quantile of the smoothed training scores ``value`` is: 0 to 1.
    public let quantile: Double
    /// That quantile.
    public let value: Double
    /// What ``value`` is multiplied with to give the threshold.
    public let factor: Double
    /// How many scores there were.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// Their population's standard deviation.
    public let sd: Double
    /// The smallest.
    public let min: Double
    /// The largest.
    public let max: Double
    /// Some quantiles of them.
    public let quantiles: Quantiles

    private enum CodingKeys: String, CodingKey {
        case output, smooth, quantile, value, factor, count, mean, sd, min, max, quantiles
        case onAfter = "on_after"
        case offAfter = "off_after"
        case offRatio = "off_ratio"
    }
}

extension ScoreProfile {
    /// What is chosen before training: how scores are smoothed, and where the threshold is.
    public struct Choice: Sendable, Hashable {
        /// Scores that are averaged.
        public var smooth: Int
        /// Too high scores in a row that open an episode.
        public var onAfter: Int
        /// Low scores in a row that close it.
        public var offAfter: Int
        /// The part of the threshold at which a score is low again.
        public var offRatio: Double
        /// The quantile of the smoothed training scores that the threshold is a multiple of: 0 to 1.
        public var quantile: Double
        /// That multiple.
        public var factor: Double

        /// Makes a choice; the defaults are those of `marram train`.
        public init(
            smooth: Int = 10,
            onAfter: Int = 1,
            offAfter: Int = 1,
            offRatio: Double = 1,
            quantile: Double = 0.99,
            factor: Double = 2
        ) {
            self.smooth = smooth
            self.onAfter = onAfter
            self.offAfter = offAfter
            self.offRatio = offRatio
            self.quantile = quantile
            self.factor = factor
        }
    }

    /// Describes scores.
    ///
    /// - Parameters:
    ///   - scores: The smoothed scores of the training windows: finite, at least one.
    ///   - choice: Where the threshold is.
    ///   - output: The model's output that they come from.
    /// - Throws: When the choice makes no valid rule, or the scores are all 0 and nothing could be told from them.
    public init(smoothed scores: [Double], choice: Choice, output: String = "score") throws(AnomalyError) {
        guard (0...1).contains(choice.quantile) else {
            throw AnomalyError("the quantile is \(choice.quantile); expected 0 to 1, such as 0.99")
        }
        let sorted = scores.sorted()
        let summary = SummaryNumbers(scores)
        self.output = output
        smooth = choice.smooth
        onAfter = choice.onAfter
        offAfter = choice.offAfter
        offRatio = choice.offRatio
        quantile = choice.quantile
        value = Quantiles.value(at: choice.quantile, of: sorted)
        factor = choice.factor
        count = scores.count
        mean = summary.mean
        sd = summary.deviation
        min = summary.smallest
        max = summary.largest
        quantiles = Quantiles(sorted: sorted)
        _ = try rule()
    }

    /// The rule for scores.
    ///
    /// - Parameter factor: A multiple other than the one that was chosen in training; more than 0.
    /// - Returns: Smoothing, threshold and hysteresis.
    /// - Throws: When a number is out of range.
    public func rule(factor: Double? = nil) throws(AnomalyError) -> AnomalyRule {
        let factor = factor ?? self.factor
        guard factor.isFinite, factor > 0 else {
            throw AnomalyError("the factor is \(factor); expected a finite number above 0, such as 2")
        }
        return try AnomalyRule(
            smooth: smooth,
            threshold: value * factor,
            onAfter: onAfter,
            offAfter: offAfter,
            offRatio: offRatio
        )
    }
}
