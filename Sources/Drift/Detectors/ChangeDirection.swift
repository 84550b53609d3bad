/// Where a signal has gone.
public enum ChangeDirection: String, Sendable, Codable, Equatable {
    /// The later values are greater.
    case up
    /// The later values are less.
    case down
    /// Another distribution; or the detector does not tell.
    case both
}
