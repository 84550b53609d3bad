/// How far the categories of a window are from those of training.
public struct CategoryDistances: Sendable, Hashable {
    /// The window's rows that were compared; missing ones are not among them.
    public let count: Int
    /// PSI, Jensen-Shannon, L-infinity and others.
    public let shares: ShareDistances
    /// Chi-squared.
    public let chiSquared: ChiSquaredTest

    /// The value of a statistic; nil for those of numbers.
    public subscript(statistic: WindowStatistic) -> Double? {
        switch statistic {
        case .psi: shares.psi
        case .jensenShannon: shares.jensenShannon
        case .lInfinity: shares.lInfinity
        case .kolmogorovSmirnov, .wasserstein: nil
        }
    }
}
