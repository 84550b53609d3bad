/// The numbers of training that windows are compared with.
public struct NumericReference: Sendable, Hashable {
    /// How many numbers it stands for; at least one.
    public let count: Int
    /// The inner borders between tenths, rising.
    public let edges: [Double]
    /// The numbers in each part that the borders make; a border belongs to the part below it.
    public let binCounts: [Int]
    /// The population's standard deviation.
    public let deviation: Double
    /// How exactly ``sorted`` stands for the numbers.
    public let precision: ReferencePrecision
    let sorted: [Double]

    /// Of raw numbers; those that are not finite are left out.
    ///
    /// - Returns: nil where no number is left.
    public init?(_ values: [Double]) {
        let sorted = values.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        count = sorted.count
        edges = SortedValues.decileEdges(sorted)
        binCounts = SortedValues.counts(sorted, edges)
        deviation = Moments(sorted).deviation
        precision = .exact
        self.sorted = sorted
    }

    init(
        count: Int,
        edges: [Double],
        binCounts: [Int],
        deviation: Double,
        precision: ReferencePrecision,
        sorted: [Double]
    ) {
        self.count = count
        self.edges = edges
        self.binCounts = binCounts
        self.deviation = deviation
        self.precision = precision
        self.sorted = sorted
    }

    /// Compares numbers with those of training; those that are not finite are left out.
    ///
    /// - Returns: nil where no number is left.
    public func distances(to values: [Double]) -> NumericDistances? {
        let current = values.filter(\.isFinite).sorted()
        return distances(sorted: current, counts: SortedValues.counts(current, edges))
    }

    func distances(sorted current: [Double], counts: [Int]) -> NumericDistances? {
        guard !current.isEmpty, let bins = ShareDistances(reference: binCounts, current: counts) else { return nil }
        return NumericDistances(
            count: current.count,
            bins: bins,
            kolmogorovSmirnov: KolmogorovSmirnov(sorted: sorted, current, standingFor: count),
            wasserstein: WassersteinDistance(sorted: sorted, current, deviation: deviation),
            precision: precision
        )
    }
}
