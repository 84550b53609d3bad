/// What a candidate must hold to while it is a shadow and on trial; nil: not asked.
public struct StageGates: Sendable, Equatable {
    /// Fewest compared answers.
    public var shadowRequests: Int?
    /// Smallest share of compared answers that agree, 0 to 1.
    public var agreement: Double?
    /// Largest share of answers that are errors, 0 to 1.
    public var errorRate: Double?
    /// Largest ratio of the candidate's 99th percentile to that of the model before.
    public var p99Ratio: Double?
    /// `no_major`: no drift of severity major.
    public var drift: String?

    /// Nothing is asked.
    public init() {}

    /// What a manifest asks of a model that is loaded.
    public init(_ gates: Manifest.Gates) {
        shadowRequests = gates.shadow.minRequests
        agreement = gates.shadow.agreement
        errorRate = gates.trial.errorRate
        p99Ratio = gates.trial.p99Ratio
        drift = gates.trial.drift
    }

    /// True when something is asked of a shadow.
    var asksForShadow: Bool { shadowRequests != nil || agreement != nil }
}
