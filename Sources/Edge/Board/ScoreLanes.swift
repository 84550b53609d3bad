import Anomaly
import Monitoring
import Telemetry

/// The keys of a binding whose scores are told: a few, those with open anomalies before all others.
struct ScoreLanes {
    private struct Lane {
        let place: KeyTable<KeyState>.Place
        /// The time of its latest reading at the last look.
        var latest: Timestamp?
        /// Looks since it has changed.
        var idle = 0
        var isAnomalous = false
    }

    /// Most keys that are told.
    static let limit = 16
    /// The latest keys that are looked at for new ones.
    private static let reach = 64
    /// Looks after which a key that says nothing makes room.
    private static let patience = 900

    private var lanes: [Lane] = []

    /// Takes in a key whose anomaly has just begun.
    mutating func open(_ place: KeyTable<KeyState>.Place, in keys: KeyTable<KeyState>) {
        lanes.removeAll { !keys.holds($0.place) }
        guard !lanes.contains(where: { $0.place == place }) else { return }
        if lanes.count >= Self.limit {
            guard let quiet = lanes.firstIndex(where: { !$0.isAnomalous }) else { return }
            lanes.remove(at: quiet)
        }
        lanes.append(Lane(place: place, isAnomalous: true))
    }

    /// How the keys stand; to be asked once a second.
    mutating func look(at keys: KeyTable<KeyState>) -> [KeyScore] {
        lanes.removeAll { !keys.holds($0.place) || $0.idle > Self.patience }
        if lanes.count < Self.limit {
            for place in keys.newest(Self.reach) where lanes.count < Self.limit {
                if !lanes.contains(where: { $0.place == place }) { lanes.append(Lane(place: place)) }
            }
        }
        return lanes.indices.map { look(at: keys[lanes[$0].place.slot], $0) }
    }

    private mutating func look(at state: KeyState, _ index: Int) -> KeyScore {
        let episode = state.monitor.episode
        // Before the first window there is no score.
        let isNew = state.order.latest != lanes[index].latest && state.threshold != nil
        lanes[index].latest = state.order.latest
        lanes[index].idle = isNew ? 0 : lanes[index].idle + 1
        lanes[index].isAnomalous = episode != nil
        return KeyScore(
            key: state.json,
            score: isNew ? state.monitor.score : nil,
            isAnomalous: episode != nil,
            peak: episode?.peak,
            since: episode?.started.rfc3339
        )
    }
}
