import Foundation
import Telemetry

/// The system's clock.
enum WallClock {
    /// What time it is.
    static func now() -> Timestamp {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }
}
