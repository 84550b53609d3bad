import Foundation
import Models

/// Tells the time on both clocks.
struct UpdateClock: Sendable {
    /// The time now.
    let now: @Sendable () -> Moment

    /// The machine's: what is monotonic begins when this is made.
    static func system() -> UpdateClock {
        let origin = ContinuousClock.now
        return UpdateClock {
            Moment(
                monotonic: ContinuousClock.now - origin,
                wall: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))
            )
        }
    }
}
