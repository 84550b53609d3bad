/// How exactly the numbers of training are known.
public enum ReferencePrecision: Sendable, Hashable {
    /// All of them.
    case exact
    /// So many of them, evenly spread over their ranks.
    case sample(Int)
    /// A few quantiles, between which they are taken to be spread evenly.
    case quantiles

    /// The most by which a share of numbers at or below a value, and so a Kolmogorov-Smirnov distance, may be wrong.
    public var shareError: Double {
        switch self {
        case .exact: 0
        case .sample(let size): 1 / Double(size)
        case .quantiles: 0.1
        }
    }
}
