/// How long something takes, in microseconds.
package struct LatencySection: Sendable, Equatable, Encodable {
    package var p50: Int?
    package var p95: Int?
    package var p99: Int?
    package var mean: Int?

    /// Makes one of what is known.
    package init(p50: Int? = nil, p95: Int? = nil, p99: Int? = nil, mean: Int? = nil) {
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.mean = mean
    }

    enum CodingKeys: String, CodingKey {
        case p50 = "p50_us"
        case p95 = "p95_us"
        case p99 = "p99_us"
        case mean = "mean_us"
    }
}
