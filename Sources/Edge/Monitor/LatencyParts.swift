/// Where the time of requests went, from arrival to the answer's departure; all of them together.
struct LatencyParts: Sendable, Equatable {
    /// Requests that were answered.
    private(set) var count = 0
    /// Nanoseconds before and after the run in which nothing was done for the request.
    private(set) var waiting = 0
    /// Nanoseconds of reading it and of writing its answer.
    private(set) var coding = 0
    /// Nanoseconds of the run that it was part of.
    private(set) var running = 0

    /// Adds a request that took so long as a whole.
    mutating func add(_ whole: Duration, coding: Duration, running: Duration) {
        count += 1
        self.waiting &+= max(0, (whole - coding - running).nanoseconds)
        self.coding &+= coding.nanoseconds
        self.running &+= running.nanoseconds
    }

    /// Adds what the parts of others have grown by.
    mutating func add(_ growth: (count: Int, waiting: Int, coding: Int, running: Int)) {
        count += growth.count
        waiting &+= growth.waiting
        coding &+= growth.coding
        running &+= growth.running
    }

    /// The mean of a part, in milliseconds; nil where there was no request.
    func mean(_ part: KeyPath<LatencyParts, Int>) -> Double? {
        count > 0 ? Double(self[keyPath: part]) / Double(count) / 1_000_000 : nil
    }
}

extension Duration {
    /// Whole nanoseconds.
    fileprivate var nanoseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) &* 1_000_000_000 &+ Int(attoseconds / 1_000_000_000)
    }
}
