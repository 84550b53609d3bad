/// How far above its limit a statistic is.
public enum AlarmSeverity: String, Sendable, Codable, CaseIterable, Comparable {
    /// Below the limit of drift.
    case info
    /// Up to 1.5 times the limit.
    case warning
    /// Up to 3 times.
    case major
    /// More.
    case critical

    /// Worse comes later.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .major: 2
        case .critical: 3
        }
    }

    /// That of a statistic divided by its limit; a detector without a statistic warns or is major.
    public init(ratio: Double) {
        switch ratio {
        case _ where ratio.isNaN: self = .info
        case ..<1: self = .info
        case ..<1.5: self = .warning
        case ..<3: self = .major
        default: self = .critical
        }
    }

    init(_ signal: AlarmSignal, _ kind: AlarmChange.Kind) {
        if let ratio = signal.ratio {
            self.init(ratio: ratio)
        } else {
            switch kind {
            case .drift: self = .major
            case .warning: self = .warning
            case .cleared: self = .info
            }
        }
    }
}
