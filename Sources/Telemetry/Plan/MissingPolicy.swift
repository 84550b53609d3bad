/// What stands in for a field that a reading does not have.
public enum MissingPolicy: Sendable, Equatable {
    /// This number, in the units after offset and scale.
    case value(Double)
    /// The field's last value of the same key; before there is one, the reading is skipped.
    case last
    /// Nothing: the reading is skipped.
    case skip
    /// Nothing: the reading is bad input.
    case error
}
