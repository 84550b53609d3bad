public import Telemetry

/// Judges the scores of one key: smooths them, and opens and closes episodes.
///
/// An episode opens with the `onAfter`-th smoothed score in a row above the threshold, and closes with the
/// `offAfter`-th in a row at or below `offRatio` × threshold: opened and closed once each. O(smooth) per score.
public struct AnomalyMonitor: Sendable {
    enum Phase: Equatable {
        case normal
        /// Too high, not yet for long enough; its samples are the scores so far.
        case rising(Episode)
        case anomalous(Episode)
        /// Low again, not yet for long enough.
        case falling(Episode, low: Int)
    }

    var mean = TrailingMean(count: 1)
    var phase = Phase.normal
    /// The latest smoothed score; 0 before the first.
    public internal(set) var score = 0.0

    /// Makes one that has seen nothing.
    public init() {}

    /// The episode that is open.
    public var episode: Episode? {
        switch phase {
        case .normal, .rising: nil
        case .anomalous(let episode), .falling(let episode, _): episode
        }
    }

    /// Takes a score and returns what it means.
    ///
    /// A score that is not finite is bad input: it changes nothing, and the verdict is that of the scores before it.
    ///
    /// - Parameters:
    ///   - score: The model's score of a window, not smoothed.
    ///   - time: When the window's last row was measured.
    ///   - rule: How scores are judged. With another `smooth` than before the mean begins anew.
    /// - Returns: The smoothed score, whether an episode is open, and whether one was opened or closed.
    public mutating func add(_ score: Double, at time: Timestamp, rule: AnomalyRule) -> Verdict {
        var change = Verdict.Change.none
        if score.isFinite {
            if mean.count != rule.smooth { mean = TrailingMean(count: rule.smooth) }
            self.score = mean.add(score)
            change = step(self.score, time, rule)
        }
        return Verdict(
            score: self.score,
            threshold: rule.threshold,
            isAnomalous: episode != nil,
            change: change
        )
    }

    /// Begins anew, as windows do after a gap: forgets the scores, and closes an open episode as interrupted.
    ///
    /// What happened in the gap is not known, so the episode ends with its latest score.
    public mutating func restart() -> Verdict.Change {
        let open = episode
        mean.reset()
        phase = .normal
        score = 0
        guard let open else { return .none }
        return .closed(open.ended(at: open.latest, .interrupted))
    }

    /// Goes on in other units: multiplies the scores so far, and the peak of an episode.
    ///
    /// For a model that comes in another one's place: with the ratio of their thresholds every score is as far from the
    /// new threshold as it was from the old one. A `factor` that is not finite or not above 0 changes nothing.
    public mutating func rescale(by factor: Double) {
        guard factor.isFinite, factor > 0, factor != 1 else { return }
        mean.rescale(by: factor)
        score *= factor
        switch phase {
        case .normal: break
        case .rising(let episode): phase = .rising(episode.rescaled(by: factor))
        case .anomalous(let episode): phase = .anomalous(episode.rescaled(by: factor))
        case .falling(let episode, let low): phase = .falling(episode.rescaled(by: factor), low: low)
        }
    }

    private mutating func step(_ score: Double, _ time: Timestamp, _ rule: AnomalyRule) -> Verdict.Change {
        switch phase {
        case .normal:
            return score > rule.threshold ? rise(Episode(score, at: time), rule) : .none
        case .rising(var episode):
            guard score > rule.threshold else {
                phase = .normal
                return .none
            }
            episode.add(score, at: time)
            return rise(episode, rule)
        case .anomalous(let episode):
            return last(episode, low: 0, score, time, rule)
        case .falling(let episode, let low):
            return last(episode, low: low, score, time, rule)
        }
    }

    private mutating func rise(_ episode: Episode, _ rule: AnomalyRule) -> Verdict.Change {
        guard episode.samples >= rule.onAfter else {
            phase = .rising(episode)
            return .none
        }
        phase = .anomalous(episode)
        return .opened(episode)
    }

    private mutating func last(
        _ episode: Episode,
        low: Int,
        _ score: Double,
        _ time: Timestamp,
        _ rule: AnomalyRule
    ) -> Verdict.Change {
        let low = score <= rule.lowerThreshold ? low + 1 : 0
        guard low < rule.offAfter else {
            phase = .normal
            return .closed(episode.ended(at: time, .recovered))
        }
        var episode = episode
        episode.add(score, at: time)
        phase = low == 0 ? .anomalous(episode) : .falling(episode, low: low)
        return .none
    }
}
