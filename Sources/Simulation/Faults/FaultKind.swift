/// A way in which measurements go wrong.
public enum FaultKind: String, Sendable, CaseIterable {
    /// A field jumps for a sample or a few.
    case spike
    /// A field keeps the value that it had.
    case stuck
    /// A field moves away, farther and farther.
    case drift
    /// Nothing is sent.
    case dropout
    /// A field is off by the same amount all the time.
    case shift
}
