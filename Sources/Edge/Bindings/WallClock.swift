import Foundation
import Telemetry

/// The time of day.
struct WallClock: Sendable {
    /// The time now.
    let now: @Sendable () -> Timestamp

    /// The system's.
    static let system = WallClock {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }
}
