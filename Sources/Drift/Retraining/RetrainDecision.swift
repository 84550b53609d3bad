/// What the policy decides.
public enum RetrainDecision: Sendable, Hashable {
    /// Ask for a new model, now and once.
    case request(RetrainRequest)
    /// Do nothing yet.
    case wait(Reason)

    /// Why nothing is asked for.
    public enum Reason: Sendable, Hashable {
        /// Nothing has drifted.
        case noDrift
        /// A request is under way.
        case underWay
        /// The last request was not long enough ago.
        case coolingDown
        /// Too few rows have come since the change.
        case tooFewRows(found: Int, needed: Int)
        /// A sensor may be broken: its data is no model for anything.
        case openViolation
        /// The machine may be broken: what it does now must not become normal.
        case openEpisode
    }
}
