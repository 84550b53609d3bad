/// What the numbers of one field looked like in training; what drift is measured against.
///
/// Numbers are kept to nine significant digits, which is what Float32 needs.
public struct FieldProfile: Codable, Sendable, Hashable {
    /// The most numbers in a sample.
    public static let largestSample = 256

    /// The field's name.
    public let name: String
    /// Always `numeric`.
    public let type: String
    /// The numbers that were there, finite ones only.
    public let count: Int
    /// Rows in which the field was missing.
    public let missing: Int
    /// Rows in which it was not finite.
    public let nonFinite: Int
    /// The smallest number.
    public let min: Double
    /// The largest number.
    public let max: Double
    /// The mean.
    public let mean: Double
    /// The population's standard deviation.
    public let sd: Double
    /// Some quantiles.
    public let quantiles: Quantiles
    /// The inner borders between tenths of the numbers, ascending, equal ones once: 0 to 9 of them.
    public let decileEdges: [Double]
    /// The numbers in each part that the borders make, one more than borders; a border belongs to the part below it.
    public let binCounts: [Int]
    /// The correlation of a number with the one before it; 0 where the field never changes.
    public let lag1: Double
    /// Whether every number is a whole one.
    public let integerValued: Bool
    /// Up to 256 of the numbers, evenly spread over their ranks, ascending.
    public let sample: [Double]

    private enum CodingKeys: String, CodingKey {
        case name, type, count, missing, min, max, mean, sd, quantiles, lag1, sample
        case nonFinite = "non_finite"
        case decileEdges = "decile_edges"
        case binCounts = "bin_counts"
        case integerValued = "integer_valued"
    }
}

extension FieldProfile {
    /// Describes a field.
    ///
    /// - Parameters:
    ///   - name: The field's name.
    ///   - values: Its numbers in order of time: finite, at least one.
    ///   - missing: Rows in which it was missing.
    ///   - sampleSize: The most numbers to keep as a sample: 0 to 256.
    public init(name: String, values: [Double], missing: Int = 0, sampleSize: Int = Self.largestSample) {
        let sorted = values.sorted()
        let summary = SummaryNumbers(values)
        let edges = Self.edges(sorted)
        self.name = name
        type = "numeric"
        count = values.count
        self.missing = missing
        nonFinite = 0
        min = summary.smallest.shortened
        max = summary.largest.shortened
        mean = summary.mean.shortened
        sd = summary.deviation.shortened
        quantiles = Quantiles(sorted: sorted).shortened
        decileEdges = edges
        binCounts = Self.counts(sorted, edges)
        lag1 = Self.correlation(values, summary).shortened
        integerValued = values.allSatisfy { $0 == $0.rounded() }
        sample = Self.sample(sorted, Swift.min(sampleSize, Self.largestSample))
    }

    /// The largest sample with which a baseline of so many fields stays below 64 kB.
    public static func sampleSize(fields: Int) -> Int {
        // All else of a field takes less than 760 bytes, of the baseline 4 kB; a number takes up to 13.
        let room = (61_000 - 760 * fields) / (13 * Swift.max(1, fields))
        return Swift.min(largestSample, Swift.max(0, room))
    }

    private static func edges(_ sorted: [Double]) -> [Double] {
        var edges: [Double] = []
        for tenth in 1...9 {
            let edge = Quantiles.value(at: Double(tenth) / 10, of: sorted).shortened
            if edge > edges.last ?? -.infinity, edge < sorted[sorted.count - 1] { edges.append(edge) }
        }
        return edges
    }

    private static func counts(_ sorted: [Double], _ edges: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: edges.count + 1)
        var bin = 0
        for value in sorted {
            while bin < edges.count, value > edges[bin] { bin += 1 }
            counts[bin] += 1
        }
        return counts
    }

    private static func correlation(_ values: [Double], _ summary: SummaryNumbers) -> Double {
        let variance = summary.deviation * summary.deviation * Double(values.count)
        guard values.count > 1, variance > 0 else { return 0 }
        var sum = 0.0
        for index in 1..<values.count { sum += (values[index] - summary.mean) * (values[index - 1] - summary.mean) }
        return sum / variance
    }

    private static func sample(_ sorted: [Double], _ size: Int) -> [Double] {
        guard sorted.count > size else { return sorted.map(\.shortened) }
        return (0..<size).map { sorted[(2 * $0 + 1) * sorted.count / (2 * size)].shortened }
    }
}
