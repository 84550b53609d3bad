import Telemetry

/// How far rows are apart in time.
enum RowInterval {
    /// The longest that a profile takes.
    private static let longest = 1e9

    /// The median of the seconds from one row to the next, of those that are above 0; nil where there are none.
    static func usual(_ times: [Timestamp]) -> Double? {
        let steps = zip(times.dropFirst(), times).map { $0.seconds(since: $1) }.filter { $0 > 0 && $0 < longest }
        return steps.isEmpty ? nil : steps.sorted()[steps.count / 2]
    }
}
