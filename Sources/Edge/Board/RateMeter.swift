/// What was counted at the last tick, and what the counts have grown by since; and the values that go into series.
struct RateMeter {
    private var last: [String: Int] = [:]
    private var histograms: [String: LatencyHistogram] = [:]
    private var seconds: Double?
    /// What goes into the series.
    private(set) var values: [String: Double] = [:]

    /// Begins a tick, so many seconds after the last one; nil: it is the first.
    mutating func begin(seconds: Double?) {
        self.seconds = seconds
        values = [:]
    }

    /// How fast a count grows, per second; nil at the first look, and where it has begun anew.
    mutating func rate(_ name: String, _ count: Int) -> Double? {
        defer { last[name] = count }
        guard let seconds, let earlier = last[name], count >= earlier else { return nil }
        return (Double(count - earlier) / seconds * 1000).rounded() / 1000
    }

    /// What a count has grown by.
    mutating func growth(_ name: String, _ count: Int) -> Int {
        defer { last[name] = count }
        guard let earlier = last[name], count >= earlier else { return 0 }
        return count - earlier
    }

    /// What was recorded since the last look; nil: nothing, or it has begun anew.
    mutating func recent(_ name: String, _ histogram: LatencyHistogram) -> LatencyHistogram? {
        defer { histograms[name] = histogram }
        guard let earlier = histograms[name] else { return histogram.count > 0 ? histogram : nil }
        guard histogram.count > earlier.count else { return nil }
        return histogram.subtracting(earlier)
    }

    /// Puts a value into the series; nil: it is not known.
    mutating func put(_ name: String, _ value: Double?) {
        if let value { values[name] = value }
    }
}
