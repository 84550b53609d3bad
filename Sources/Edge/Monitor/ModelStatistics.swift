import OpenInference

/// What became of the requests and windows of one version of a model since it began to serve.
struct ModelStatistics: Sendable {
    private(set) var answered = 0
    private(set) var errors = 0
    /// Errors that the model is to blame for: it failed, or gave what is of no use.
    private(set) var faults = 0
    /// Windows that it gave a useful answer for.
    private(set) var windows = 0
    private(set) var runs = 0
    /// Runs by the number of requests joined.
    ///
    /// 1, 2, 3-4, 5-8, 9-16, 17-32, 33-64, 65 and more.
    private(set) var batchSizes = [Int](repeating: 0, count: 8)
    /// From arrival to the answer's departure.
    private(set) var latency = LatencyHistogram()
    /// Where that time went.
    private(set) var parts = LatencyParts()
    /// Of runs of windows.
    private(set) var windowRuns = LatencyHistogram()
    /// Of all runs, of requests and of windows.
    private(set) var runTimes = LatencyHistogram()
    /// Requests and windows of all runs.
    private(set) var joined = 0

    /// The names of the entries of `batchSizes`.
    static let batchSizeNames = ["1", "2", "4", "8", "16", "32", "64", "more"]

    mutating func ran(requests: Int, in duration: Duration) {
        runs += 1
        joined += requests
        runTimes.record(duration)
        let bucket = Int.bitWidth - max(0, requests - 1).leadingZeroBitCount
        batchSizes[min(bucket, batchSizes.count - 1)] += 1
    }

    /// Counts a request that was answered; `coding` and `running` are parts of `duration`.
    mutating func answered(after duration: Duration, coding: Duration = .zero, running: Duration = .zero) {
        answered += 1
        latency.record(duration)
        parts.add(duration, coding: coding, running: running)
    }

    mutating func failed() { errors += 1 }

    mutating func faulted() { faults += 1 }

    mutating func ran(windows: Int, in duration: Duration) {
        ran(requests: windows, in: duration)
        windowRuns.record(duration)
    }

    mutating func judgedWindow() { windows += 1 }
}
