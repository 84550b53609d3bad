/// What can be wrong with the readings of a sensor.
public enum QualityKind: String, Sendable, Codable, CaseIterable {
    /// Readings are missing more often than in training.
    case missing
    /// Readings are no finite numbers.
    case nonFinite = "non_finite"
    /// Readings lie outside what training has seen, and some more.
    case outOfRange = "out_of_range"
    /// The reading does not change any more.
    case stuck
    /// Readings come too fast, too slowly or not at all.
    case rate

    /// Its place among all kinds.
    var place: Int {
        switch self {
        case .missing: 0
        case .nonFinite: 1
        case .outOfRange: 2
        case .stuck: 3
        case .rate: 4
        }
    }
}
