/// What the numbers of one feature looked like in training.
///
/// Edges are kept to the last digit, so that bins are those of the raw numbers, quantiles to six significant digits, all
/// else to nine. Where a file would be too large for its many features, edges have nine digits and quantiles four; the
/// counts are those of the bins that these edges make.
public struct NumericProfile: Sendable, Hashable {
    /// The most numbers in a sample.
    public static let largestSample = 256
    /// The fewest numbers of a sample that say more than the quantiles do.
    static let smallestSample = 32
    /// The places at which quantiles are kept.
    public static let places = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1]

    /// The smallest number.
    public let min: Double
    /// The largest number.
    public let max: Double
    /// The mean.
    public let mean: Double
    /// The correlation of a number with that of the row before it; 0 where the feature never changes.
    public let lag1: Double
    /// Whether every number is a whole one.
    public let isIntegerValued: Bool
    /// The quantiles at ``places``.
    public let quantiles: [Double]
    /// Deciles, standard deviation and a sample: what windows are compared with.
    public let reference: NumericReference

    /// How many numbers there were.
    public var count: Int { reference.count }
    /// The population's standard deviation.
    public var deviation: Double { reference.deviation }
    /// Up to 256 of the numbers, evenly spread over their ranks, ascending; none where quantiles must do.
    public var sample: [Double] { reference.precision == .quantiles ? [] : reference.sorted }

    init(
        min: Double,
        max: Double,
        mean: Double,
        lag1: Double,
        isIntegerValued: Bool,
        quantiles: [Double],
        reference: NumericReference
    ) {
        self.min = min
        self.max = max
        self.mean = mean
        self.lag1 = lag1
        self.isIntegerValued = isIntegerValued
        self.quantiles = quantiles
        self.reference = reference
    }

    /// Of one feature's numbers in order of time; those that are not finite are passed over, and nil: none is left.
    ///
    /// - Parameters:
    ///   - values: The numbers.
    ///   - sampleSize: The most numbers to keep as a sample.
    public init?(_ values: [Double], sampleSize: Int = Self.largestSample) {
        self.init(values, ProfileSize(sample: sampleSize))
    }

    init?(_ values: [Double], _ size: ProfileSize) {
        let finite = values.filter(\.isFinite)
        guard !finite.isEmpty else { return nil }
        let sorted = finite.sorted()
        let moments = Moments(finite)
        let edges = Self.edges(sorted, size)
        let digits = size.isShort ? 4 : 6
        let places = Self.places.map { SortedValues.quantile($0, of: sorted).rounded(digits: digits) }
        self.init(
            min: sorted[0].rounded(digits: 9),
            max: sorted[sorted.count - 1].rounded(digits: 9),
            mean: moments.mean.rounded(digits: 9),
            lag1: Self.correlation(values, moments).rounded(digits: 6),
            isIntegerValued: finite.allSatisfy { $0 == $0.rounded() },
            quantiles: places,
            reference: Self.reference(
                count: sorted.count,
                edges: edges,
                binCounts: SortedValues.counts(sorted, edges),
                deviation: moments.deviation.rounded(digits: 9),
                quantiles: places,
                sample: Self.sample(sorted, size)
            )
        )
    }

    /// What windows are compared with; quantiles stand in for a sample that is too small.
    static func reference(
        count: Int,
        edges: [Double],
        binCounts: [Int],
        deviation: Double,
        quantiles: [Double],
        sample: [Double]
    ) -> NumericReference {
        let isWhole = sample.count == count
        let isUsable = isWhole || sample.count >= smallestSample
        return NumericReference(
            count: count,
            edges: edges,
            binCounts: binCounts,
            deviation: deviation,
            precision: isWhole ? .exact : isUsable ? .sample(sample.count) : .quantiles,
            sorted: isUsable ? sample : spread(quantiles)
        )
    }

    private static func edges(_ sorted: [Double], _ size: ProfileSize) -> [Double] {
        let edges = SortedValues.decileEdges(sorted)
        guard size.isShort else { return edges }
        return edges.map { $0.rounded(digits: 9) }.reduce(into: []) { kept, edge in
            if edge > kept.last ?? -.infinity { kept.append(edge) }
        }
    }

    private static func sample(_ sorted: [Double], _ wanted: ProfileSize) -> [Double] {
        let size = wanted.sample < smallestSample ? 0 : Swift.min(wanted.sample, largestSample)
        guard sorted.count > size else { return sorted.map { $0.rounded(digits: 9) } }
        return (0..<size).map { sorted[(2 * $0 + 1) * sorted.count / (2 * size)].rounded(digits: 9) }
    }

    /// As many numbers as a sample has, spread evenly between the quantiles.
    private static func spread(_ quantiles: [Double]) -> [Double] {
        (0..<largestSample).map { index in
            let place = (Double(index) + 0.5) / Double(largestSample)
            let above = places.firstIndex { $0 >= place } ?? places.count - 1
            let part = (place - places[above - 1]) / (places[above] - places[above - 1])
            return quantiles[above - 1] * (1 - part) + quantiles[above] * part
        }
    }

    private static func correlation(_ values: [Double], _ moments: Moments) -> Double {
        let spread = moments.scaledDeviation
        guard spread > 0 else { return 0 }
        var (sum, count, before) = (0.0, 0, Double.nan)
        for value in values {
            let distance = value.isFinite ? (value * moments.scale - moments.scaledMean) / spread : .nan
            if distance.isFinite { count += 1 }
            if distance.isFinite, before.isFinite { sum += distance * before }
            before = distance
        }
        return sum / Double(count)
    }
}
