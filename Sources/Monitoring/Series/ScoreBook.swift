/// The scores of keys by the second, for 15 minutes: a lane for each key, of some keys only.
struct ScoreBook: Sendable {
    private struct Lane: Sendable {
        var scores = PointRing(limit: SeriesSpan.quarter.points)
        /// 1 while an anomaly is open.
        var marks = PointRing(limit: SeriesSpan.quarter.points)
        var last: KeyScore
        /// The second in which it was last there.
        var seen: Int
    }

    /// Most keys of a binding.
    static let mostKeys = 16
    /// Most keys of all bindings.
    static let mostLanes = 64

    private var lanes: [String: [[UInt8]: Lane]] = [:]
    private var latest: [String: BindingScores] = [:]
    private var end = 0
    private var start: Int?

    /// Notes the scores of a second.
    mutating func record(_ bindings: [BindingScores], at second: Int) {
        if second < end {
            guard end - second > 60 else { return }
            self = ScoreBook()
        }
        let last = start == nil ? second - 1 : end
        start = start ?? second
        end = second
        latest = Dictionary(bindings.map { ($0.binding, $0) }, uniquingKeysWith: { first, _ in first })
        lanes = lanes.filter { latest[$0.key] != nil }
        blank(after: last)
        for scores in bindings { record(scores) }
    }

    private mutating func blank(after last: Int) {
        guard end > last else { return }
        let quarter = SeriesSpan.quarter.points
        for binding in lanes.keys {
            lanes[binding] = lanes[binding]?.filter { end - $0.value.seen < quarter }
            for key in lanes[binding]?.keys.map({ $0 }) ?? [] {
                for place in max(last + 1, end - quarter + 1)...end {
                    lanes[binding]?[key]?.scores[place] = .nan
                    lanes[binding]?[key]?.marks[place] = .nan
                }
            }
        }
    }

    private mutating func record(_ scores: BindingScores) {
        for key in scores.keys where makeLane(for: key, of: scores.binding) {
            lanes[scores.binding]?[key.key]?.last = key
            lanes[scores.binding]?[key.key]?.seen = end
            if let score = key.score, score.isFinite {
                lanes[scores.binding]?[key.key]?.scores[end] = Float(score)
            }
            if key.isAnomalous { lanes[scores.binding]?[key.key]?.marks[end] = 1 }
        }
    }

    /// True when a key has a lane; one with an open anomaly gets that of one without.
    private mutating func makeLane(for key: KeyScore, of binding: String) -> Bool {
        let own = lanes[binding, default: [:]]
        if own[key.key] != nil { return true }
        if own.count >= Self.mostKeys || lanes.values.reduce(0, { $0 + $1.count }) >= Self.mostLanes {
            guard key.isAnomalous, let quiet = own.first(where: { !$0.value.last.isAnomalous }) else { return false }
            lanes[binding]?[quiet.key] = nil
        }
        lanes[binding, default: [:]][key.key] = Lane(last: key, seen: end)
        return true
    }

    /// The scores of a binding, or of all; nil where there is no such binding.
    func excerpt(_ binding: String? = nil) -> ScoreExcerpt? {
        if let binding, latest[binding] == nil { return nil }
        let count = start.map { min(SeriesSpan.quarter.points, end - $0 + 1) } ?? 0
        let chosen = latest.keys.sorted().filter { binding == nil || $0 == binding }
        return ScoreExcerpt(
            end: end,
            bindings: chosen.compactMap { name in
                latest[name].map { ScoreExcerpt.Binding($0, keys: keys(of: name, count: count)) }
            }
        )
    }

    private func keys(of binding: String, count: Int) -> [ScoreExcerpt.Key] {
        let own = (lanes[binding] ?? [:]).values.sorted { left, right in
            if left.last.isAnomalous != right.last.isAnomalous { return left.last.isAnomalous }
            return (left.last.score ?? 0) > (right.last.score ?? 0)
        }
        return own.map { lane in
            ScoreExcerpt.Key(
                lane.last,
                scores: lane.scores.values(count: count, through: end),
                marks: lane.marks.values(count: count, through: end).map { $0 != nil }
            )
        }
    }
}
