/// Numbers by name over time: 15 minutes by the second, a day by the minute.
///
/// A series takes 9.4 kB; beyond so many series new names are passed over and counted.
package struct SeriesBook: Sendable {
    private struct Series: Sendable {
        var seconds = PointRing(limit: SeriesSpan.quarter.points)
        var minutes = PointRing(limit: SeriesSpan.day.points)
        var sum = 0.0
        var count = 0
    }

    /// Most series.
    package let limit: Int
    /// Values whose name found no room.
    package private(set) var refused = 0
    private var series: [String: Series] = [:]
    /// The latest second, since 1970; nil before the first.
    private(set) var end: Int?
    private var start = 0

    /// Makes an empty one of at most so many series.
    package init(limit: Int = 256) { self.limit = limit }

    /// The names that there are.
    package var names: [String] { series.keys.sorted() }

    /// Notes the values of a second; what has none then is not known then.
    ///
    /// A second that was noted already is noted over. A clock that is set back by more than a minute begins anew; by
    /// less, nothing is noted until it has caught up.
    package mutating func record(_ values: [String: Double], at second: Int) {
        guard second >= 0 else { return }
        if let end, second < end {
            guard end - second > 60 else { return }
            self = SeriesBook(limit: limit)
        }
        advance(to: second)
        for (name, value) in values where value.isFinite {
            if series[name] == nil {
                guard series.count < limit else {
                    refused += 1
                    continue
                }
                series[name] = Series()
            }
            series[name]?.seconds[second] = Float(value)
            series[name]?.sum += value
            series[name]?.count += 1
        }
    }

    private mutating func advance(to second: Int) {
        guard let last = end else {
            (start, end) = (second, second)
            return
        }
        end = second
        guard second > last else { return }
        let quarter = SeriesSpan.quarter.points
        for name in series.keys {
            for place in max(last + 1, second - quarter + 1)...second { series[name]?.seconds[place] = .nan }
            closeMinutes(name, from: last / 60, to: second / 60)
        }
    }

    /// Ends the minutes before `new`.
    private mutating func closeMinutes(_ name: String, from old: Int, to new: Int) {
        guard new > old, var series = series.removeValue(forKey: name) else { return }
        for minute in max(old + 1, new - SeriesSpan.day.points)..<max(new, old + 1) { series.minutes[minute] = .nan }
        series.minutes[old] = series.count > 0 ? Float(series.sum / Double(series.count)) : .nan
        (series.sum, series.count) = (0, 0)
        self.series[name] = series
    }

    /// The points of some series, or of all; nil where a name is not known.
    package func excerpt(_ names: [String]? = nil, span: SeriesSpan) -> SeriesExcerpt? {
        let wanted = names ?? self.names
        guard wanted.allSatisfy({ series[$0] != nil }) else { return nil }
        // The minute that runs has no mean yet.
        let place = span == .quarter ? end ?? 0 : (end ?? 0) / 60 - 1
        let first = span == .quarter ? start : start / 60
        let count = end == nil ? 0 : min(span.points, max(0, place - first + 1))
        var points: [String: [Float?]] = [:]
        for name in wanted {
            guard count > 0, let series = series[name] else {
                points[name] = []
                continue
            }
            let ring = span == .quarter ? series.seconds : series.minutes
            points[name] = ring.values(count: count, through: place)
        }
        return SeriesExcerpt(span: span.rawValue, step: span.step, end: place * span.step, series: points)
    }
}
