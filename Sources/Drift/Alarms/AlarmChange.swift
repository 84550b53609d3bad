/// Something about an alarm that is to be told.
public struct AlarmChange: Sendable, Hashable {
    /// What happened.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Something may be changing.
        case warning
        /// The feature has drifted.
        case drift
        /// A warning or a drift is over.
        case cleared
    }

    /// What happened.
    public let kind: Kind
    /// The detector that says so.
    public let detector: String
    /// The feature.
    public let feature: String
    /// The phase before.
    public let from: AlarmPhase
    /// The phase now.
    public let to: AlarmPhase
    /// The statistic; nil of a detector without one.
    public let statistic: Double?
    /// The limit that it is held against: of drift, or of a warning.
    public let threshold: Double?
    /// How bad it is.
    public let severity: AlarmSeverity
    /// Drifts that were confirmed since the last one that was told, and not told.
    public let suppressed: Int
    /// Whether so many features drift together that the cause is likely to be one: a bus, a clock, a unit.
    public let isSystemic: Bool
    /// When, in microseconds since 1970.
    public let time: Int64
}
