/// Counts of durations below fixed bounds, as Prometheus wants them.
package struct Histogram: Sendable, Equatable {
    /// The bounds in microseconds: 64 us and on in doubles, up to 16.8 s.
    package static let bounds = (0...18).map { 64 << $0 }

    /// Durations at or below each bound, rising.
    package var cumulative: [Int]
    /// All of them, in microseconds.
    package var sum: Int
    package var count: Int

    /// Makes one of counts; without them, an empty one.
    package init(
        cumulative: [Int] = [Int](repeating: 0, count: Histogram.bounds.count),
        sum: Int = 0,
        count: Int = 0
    ) {
        self.cumulative = cumulative
        self.sum = sum
        self.count = count
    }
}
