/// What an update came to.
public enum DetectorVerdict: String, Sendable, Codable, Equatable {
    /// Nothing is seen.
    case normal
    /// Perhaps a drift begins.
    case warning
    /// A drift was found with this value. The next value is the first of a new beginning.
    case drift
    /// The value was unfit and changed nothing but the count of such values.
    case skipped
}
