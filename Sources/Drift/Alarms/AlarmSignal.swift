/// What a detector says of one feature after one window, or after the samples since it was last asked.
public enum AlarmSignal: Sendable, Hashable {
    /// Nothing is unusual.
    case quiet
    /// A detector that has no number to tell warns.
    case warning
    /// Such a detector says drift.
    case drift
    /// A statistic and its limits; one that is not a number says nothing at all and changes nothing.
    case measured(Double, WindowLimits)

    var level: AlarmLevel {
        switch self {
        case .quiet: .quiet
        case .warning: .warning
        case .drift: .drift
        case .measured(let value, let limits):
            value > limits.drift ? .drift : value > limits.warning ? .warning : .quiet
        }
    }

    /// The statistic in drift limits; nil without one.
    var ratio: Double? {
        guard case .measured(let value, let limits) = self else { return nil }
        return value / limits.drift
    }

    var saysNothing: Bool {
        guard case .measured(let value, let limits) = self else { return false }
        return value.isNaN || !(limits.drift > 0) || !(limits.warning > 0)
    }

    /// Whether it is low enough to leave a phase that was entered at one of the limits.
    func isCalm(below part: Double, of limit: (WindowLimits) -> Double) -> Bool {
        guard case .measured(let value, let limits) = self else { return level == .quiet }
        return value <= part * limit(limits)
    }
}
