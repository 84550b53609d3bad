/// How strong a signal is.
enum AlarmLevel: Int, Sendable, Codable, Comparable {
    case quiet
    case warning
    case drift

    static func < (one: AlarmLevel, other: AlarmLevel) -> Bool { one.rawValue < other.rawValue }
}
