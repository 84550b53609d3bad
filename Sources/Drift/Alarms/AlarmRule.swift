/// When signals become alarms, and when alarms end.
public struct AlarmRule: Sendable, Hashable {
    /// The most windows that are looked back on.
    public static let mostWindows = 16

    /// Windows of the latest ``of`` that must say the same before it is believed.
    public let confirm: Int
    /// How many windows are looked at.
    public let of: Int
    /// Detectors of one feature that together are believed at once.
    public let quorum: Int
    /// The part of the limit at which a signal is calm again.
    public let leaveRatio: Double
    /// Calm windows in a row that end a warning or a drift.
    public let leaveWindows: Int
    /// Seconds after a drift was told in which no second one is.
    public let cooldownSeconds: Double
    /// Samples of a feature after a start, a model swap or a new profile that are not judged.
    public let warmUpSamples: Int
    /// Drifting features above this part of all are believed to have one cause.
    public let systemicShare: Double

    /// Makes a rule.
    ///
    /// - Parameters:
    ///   - confirm: Windows that must say the same: 1 to `of`.
    ///   - of: Windows that are looked at: 1 to 16.
    ///   - quorum: Detectors that together are believed: 2 or more.
    ///   - leaveRatio: The part of the limit at which a signal is calm: above 0, up to 1.
    ///   - leaveWindows: Calm windows that end an alarm: 1 or more.
    ///   - cooldownSeconds: Seconds without a second drift: 0 or more.
    ///   - warmUpSamples: Samples that are not judged: 0 or more.
    ///   - systemicShare: The part of all features: 0 to 1.
    /// - Throws: Which number is out of range.
    public init(
        confirm: Int = 2,
        of: Int = 3,
        quorum: Int = 2,
        leaveRatio: Double = 0.7,
        leaveWindows: Int = 3,
        cooldownSeconds: Double = 3600,
        warmUpSamples: Int = 500,
        systemicShare: Double = 0.3
    ) throws(AlarmError) {
        guard (1...Self.mostWindows).contains(of), (1...of).contains(confirm) else {
            throw .outOfRange("\(confirm) of \(of) windows; expected 1 to \(Self.mostWindows), such as 2 of 3")
        }
        guard quorum >= 2, leaveWindows >= 1, warmUpSamples >= 0 else {
            throw .outOfRange(
                "quorum \(quorum), \(leaveWindows) calm windows, warm-up \(warmUpSamples); expected 2, 1, 0 or more"
            )
        }
        guard leaveRatio > 0, leaveRatio <= 1, (0...1).contains(systemicShare) else {
            throw .outOfRange(
                "leave ratio \(leaveRatio), systemic share \(systemicShare); expected parts such as 0.7 and 0.3"
            )
        }
        guard cooldownSeconds >= 0, cooldownSeconds <= 1e9 else {
            throw .outOfRange("a cooldown of \(cooldownSeconds) s; expected 0 to 1e9, such as 3600")
        }
        self.confirm = confirm
        self.of = of
        self.quorum = quorum
        self.leaveRatio = leaveRatio
        self.leaveWindows = leaveWindows
        self.cooldownSeconds = cooldownSeconds
        self.warmUpSamples = warmUpSamples
        self.systemicShare = systemicShare
    }
}
