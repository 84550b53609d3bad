public import Telemetry

/// A time during which something was wrong.
public struct Episode: Sendable, Equatable {
    /// Why an episode ended.
    public enum Ending: String, Sendable, CaseIterable {
        /// The scores came down again.
        case recovered
        /// The readings stopped or jumped in time, and what came after begins anew.
        case interrupted
    }

    /// When the first of the scores that opened it was measured.
    public let started: Timestamp
    /// When its latest score was measured.
    public internal(set) var latest: Timestamp
    /// When it ended; nil while it lasts.
    ///
    /// Recovered: the time of the score that closed it. Interrupted: its latest score's.
    public internal(set) var ended: Timestamp?
    /// Why it ended; nil while it lasts.
    public internal(set) var ending: Ending?
    /// The highest smoothed score.
    public internal(set) var peak: Double
    /// When the highest smoothed score was measured; the first time, if it was reached several times.
    public internal(set) var peakTime: Timestamp
    /// The scores from `started` on; the one that closed it does not count.
    public internal(set) var samples: Int

    init(_ score: Double, at time: Timestamp) {
        started = time
        latest = time
        peak = score
        peakTime = time
        samples = 1
    }

    mutating func add(_ score: Double, at time: Timestamp) {
        latest = time
        samples += 1
        guard score > peak else { return }
        peak = score
        peakTime = time
    }

    func rescaled(by factor: Double) -> Episode {
        var episode = self
        episode.peak *= factor
        return episode
    }

    func ended(at time: Timestamp, _ ending: Ending) -> Episode {
        var episode = self
        episode.ended = time
        episode.ending = ending
        return episode
    }
}
