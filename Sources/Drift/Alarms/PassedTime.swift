/// How much time has passed since something happened, by a clock that may jump.
///
/// Only what the clock goes forward counts: one that is set back makes a wait longer, and never endless.
struct PassedTime: Sendable, Hashable, Codable {
    /// Microseconds; at most the largest number.
    private(set) var microseconds: Int64 = 0
    private var last: Int64?

    private enum CodingKeys: String, CodingKey {
        case microseconds, last
    }

    /// Takes the time, in microseconds since 1970.
    mutating func pass(to time: Int64) {
        if let last, time > last {
            let (step, overflow) = time.subtractingReportingOverflow(last)
            let (sum, isTooMuch) = microseconds.addingReportingOverflow(step)
            microseconds = overflow || isTooMuch ? .max : sum
        }
        last = time
    }

    /// Begins to count from now.
    mutating func restart() { microseconds = 0 }

    /// Whether so many seconds have passed, 1e9 at most.
    func isAtLeast(seconds: Double) -> Bool { microseconds >= Int64(seconds * 1e6) }
}
