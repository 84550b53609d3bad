import Anomaly
import Telemetry

/// Keeps all scores and decides by looking back at them.
struct NaiveMonitor {
    typealias Score = (value: Double, time: Timestamp)

    let rule: AnomalyRule
    private var scores: [Double] = []
    private var smoothed: [Score] = []
    /// Where the open episode began.
    private var started: Int?
    /// Where the latest episode closed; what was before it opens no other.
    private var free = 0

    init(rule: AnomalyRule) { self.rule = rule }

    mutating func add(_ score: Double, at time: Timestamp) -> (score: Double, isAnomalous: Bool, change: Change) {
        scores.append(score)
        let latest = scores.suffix(rule.smooth)
        let mean = latest.reduce(0, +) / Double(latest.count)
        smoothed.append((mean, time))
        let change = decide(time)
        return (mean, started != nil, change)
    }

    mutating func restart() -> Change {
        let open = started.map { smoothed[$0...] }
        self = NaiveMonitor(rule: rule)
        return open.map { Change($0, ended: $0.last?.time) } ?? .none
    }

    private mutating func decide(_ time: Timestamp) -> Change {
        if let first = started {
            let tail = smoothed[first...].suffix(rule.offAfter)
            guard tail.count == rule.offAfter, tail.allSatisfy({ $0.value <= rule.offRatio * rule.threshold }) else {
                return .none
            }
            started = nil
            free = smoothed.count
            return Change(smoothed[first...].dropLast(), ended: time)
        }
        let tail = smoothed[free...].suffix(rule.onAfter)
        guard tail.count == rule.onAfter, tail.allSatisfy({ $0.value > rule.threshold }) else { return .none }
        started = smoothed.count - rule.onAfter
        return Change(tail, ended: nil)
    }

    /// What a change says, its peak to nine decimals.
    struct Change: Equatable {
        static let none = Change()

        private var samples = 0
        private var peak = 0.0
        private var times: [Timestamp?] = []

        private init() {}

        init(_ scores: ArraySlice<Score>, ended: Timestamp?) {
            samples = scores.count
            let highest = scores.max { $0.value < $1.value }
            peak = ((highest?.value ?? 0) * 1e9).rounded()
            times = [scores.first?.time, highest?.time, ended]
        }

        init(_ change: Verdict.Change) {
            switch change {
            case .none: return
            case .opened(let episode), .closed(let episode):
                samples = episode.samples
                peak = (episode.peak * 1e9).rounded()
                times = [episode.started, episode.peakTime, episode.ended]
            }
        }
    }
}
