/// Where a detector's alarm on a feature stands.
public enum AlarmPhase: String, Sendable, Codable, CaseIterable {
    /// Nothing is wrong.
    case normal
    /// Something may be changing.
    case warning
    /// The feature has drifted; told once.
    case drift
    /// It is over, but no second drift is told yet.
    case cooldown
}
