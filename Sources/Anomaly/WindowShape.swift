/// Which rows of a stream make a window.
public struct WindowShape: Sendable, Hashable {
    /// The most rows that a window may have.
    public static let largestSize = 100_000

    /// Rows in a window: 1 to 100,000.
    public let size: Int
    /// Rows from the end of one window to the end of the next: 1 to 1,000,000.
    public let stride: Int
    /// The longest time between two rows of one window; nil when time does not matter.
    public let maximalGapSeconds: Double?

    /// Makes a shape.
    ///
    /// - Parameters:
    ///   - size: Rows in a window: 1 to 100,000.
    ///   - stride: Rows from one window's end to the next one's: 1 to 1,000,000.
    ///   - maximalGapSeconds: The longest time between two rows, more than 0; nil when time does not matter.
    /// - Throws: What is out of range.
    public init(size: Int, stride: Int = 1, maximalGapSeconds: Double? = nil) throws(AnomalyError) {
        guard (1...Self.largestSize).contains(size) else {
            throw AnomalyError("the window's size is \(size); expected 1 to \(Self.largestSize) rows")
        }
        guard (1...1_000_000).contains(stride) else {
            throw AnomalyError("the window's stride is \(stride); expected 1 to 1000000 rows")
        }
        if let gap = maximalGapSeconds, !(gap.isFinite && gap > 0) {
            throw AnomalyError("the window's maximal gap is \(gap) s; expected more than 0, or none")
        }
        self.size = size
        self.stride = stride
        self.maximalGapSeconds = maximalGapSeconds
    }
}

extension WindowShape: Codable {
    private enum CodingKeys: String, CodingKey {
        case size, stride
        case maximalGapSeconds = "max_gap_s"
    }

    /// Reads the members `size`, `stride` (1 when absent) and `max_gap_s` (none when absent or null).
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            size: try values.decode(Int.self, forKey: .size),
            stride: try values.decodeIfPresent(Int.self, forKey: .stride) ?? 1,
            maximalGapSeconds: try values.decodeIfPresent(Double.self, forKey: .maximalGapSeconds)
        )
    }

    /// Writes the members.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(size, forKey: .size)
        try values.encode(stride, forKey: .stride)
        try values.encodeIfPresent(maximalGapSeconds, forKey: .maximalGapSeconds)
    }
}
