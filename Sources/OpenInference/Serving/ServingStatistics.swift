/// What became of a version's requests since it began to serve.
public struct ServingStatistics: Sendable, Equatable {
    /// A number of events, and the time that they took together.
    public struct Sum: Sendable, Equatable {
        /// How many.
        public private(set) var count = 0
        /// How long they took, in nanoseconds.
        public private(set) var nanoseconds: Int64 = 0

        /// Makes the sum of nothing.
        public init() {}

        /// Adds events that took so long together.
        public mutating func add(_ duration: Duration, count: Int = 1) {
            self.count += count
            let (seconds, attoseconds) = duration.components
            nanoseconds &+= max(0, seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z at the last run of requests; 0: there was none.
    public var lastInference: Int64 = 0
    /// Rows that were computed.
    public var rows = 0
    /// Runs of requests.
    public var runs = 0
    /// Requests that were answered, from their arrival on.
    public var success = Sum()
    /// Requests that were refused or failed; those that never waited took no time.
    public var failure = Sum()
    /// Requests' time before their run.
    public var queue = Sum()
    /// Requests' time in their run.
    public var run = Sum()
    /// Runs by their number of rows; beyond 256 different numbers no more are told apart.
    public private(set) var runsByRows: [Int: Sum] = [:]

    private static let mostSizes = 256

    /// Makes the statistics of nothing.
    public init() {}

    /// Counts a run of so many requests with so many rows.
    public mutating func ran(requests: Int, rows: Int, took duration: Duration, at wall: Int64) {
        runs += 1
        self.rows += rows
        lastInference = wall
        run.add(duration * requests, count: requests)
        guard runsByRows[rows] != nil || runsByRows.count < Self.mostSizes else { return }
        runsByRows[rows, default: Sum()].add(duration)
    }
}
