/// A distance that windows are judged by.
public enum WindowStatistic: String, Sendable, Codable, CaseIterable {
    /// The population stability index.
    case psi
    /// The Jensen-Shannon distance, base 2.
    case jensenShannon = "js"
    /// The Kolmogorov-Smirnov distance; counts only together with its probability.
    case kolmogorovSmirnov = "ks"
    /// The Wasserstein distance in standard deviations of the reference.
    case wasserstein
    /// The largest difference of two categories' shares; counts only together with chi-squared's probability.
    case lInfinity = "linf"

    /// Those of numbers.
    public static let numeric: [WindowStatistic] = [.psi, .jensenShannon, .kolmogorovSmirnov, .wasserstein]
    /// Those of categories.
    public static let categorical: [WindowStatistic] = [.psi, .jensenShannon, .lInfinity]

    /// The largest value that it can have; nil: any.
    var largest: Double? {
        switch self {
        case .jensenShannon, .kolmogorovSmirnov, .lInfinity: 1
        case .psi, .wasserstein: nil
        }
    }

    /// The limits where nothing is known about windows of that size.
    public var defaultLimits: WindowLimits {
        WindowLimits(warning: 0.1, drift: self == .psi ? 0.25 : 0.2)
    }
}
