/// What the numbers of a window look like, for an event.
public struct NumericSummary: Sendable, Hashable {
    /// The mean.
    public let mean: Double
    /// The population's standard deviation.
    public let deviation: Double
    /// The smallest number, the deciles, the largest: 11 numbers.
    public let quantiles: [Double]

    /// Of numbers of which those that are not finite are left out; nil where none is left.
    public init?(_ values: [Double]) {
        let sorted = values.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        let moments = Moments(sorted)
        mean = moments.mean
        deviation = moments.deviation
        quantiles = (0...10).map { SortedValues.quantile(Double($0) / 10, of: sorted) }
    }
}
