/// How far the numbers of a window are from those of training.
public struct NumericDistances: Sendable, Hashable {
    /// The window's numbers that were compared; missing and non-finite ones are not among them.
    public let count: Int
    /// Of the shares of the reference's decile bins: PSI, Jensen-Shannon and others.
    public let bins: ShareDistances
    /// Kolmogorov-Smirnov.
    public let kolmogorovSmirnov: KolmogorovSmirnov
    /// Wasserstein.
    public let wasserstein: WassersteinDistance
    /// How exact the last two are; the bins' distances always are.
    public let precision: ReferencePrecision

    /// The value of a statistic; nil for those of categories.
    public subscript(statistic: WindowStatistic) -> Double? {
        switch statistic {
        case .psi: bins.psi
        case .jensenShannon: bins.jensenShannon
        case .kolmogorovSmirnov: kolmogorovSmirnov.distance
        case .wasserstein: wasserstein.normalised
        case .lInfinity: nil
        }
    }
}
