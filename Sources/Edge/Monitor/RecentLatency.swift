/// How slow the slowest are, of requests and of runs of windows.
struct LatencyTail: Sendable, Equatable {
    /// The 99th percentile of requests in microseconds; nil where there are too few to tell.
    var requests: Int?
    /// The same of runs of windows.
    var windows: Int?

    /// Fewer say nothing about one in a hundred.
    static let fewest = 100

    /// What was counted after `earlier`.
    init(of now: ModelStatistics, since earlier: ModelStatistics? = nil) {
        requests = Self.tail(now.latency, since: earlier?.latency)
        windows = Self.tail(now.windowRuns, since: earlier?.windowRuns)
    }

    private static func tail(_ now: LatencyHistogram, since earlier: LatencyHistogram?) -> Int? {
        let counted = earlier.map { now.subtracting($0) } ?? now
        return counted.count >= fewest ? counted.quantile(0.99) : nil
    }
}

/// What a model took in the last minutes.
///
/// Nothing is done for each request: the counts of all time are noted once a minute, and taken off.
struct RecentLatency: Sendable {
    private static let minutes = 5

    private var notes: [ModelStatistics] = []

    /// Notes what has been counted so far; to be called once a minute.
    mutating func note(_ statistics: ModelStatistics) {
        notes.append(statistics)
        if notes.count > Self.minutes { notes.removeFirst() }
    }

    /// How slow the slowest were of late; where there were too few for that, since it began to serve.
    func tail(of statistics: ModelStatistics) -> LatencyTail {
        let all = LatencyTail(of: statistics)
        guard let earlier = notes.first else { return all }
        var recent = LatencyTail(of: statistics, since: earlier)
        recent.requests = recent.requests ?? all.requests
        recent.windows = recent.windows ?? all.windows
        return recent
    }
}
