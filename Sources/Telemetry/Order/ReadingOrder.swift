/// Whether the readings of one key come in order: the rule that live bindings and the scoring of files share.
public struct ReadingOrder: Sendable, Equatable {
    /// What is to be done with a reading.
    public enum Step: Sendable, Equatable {
        /// It is taken, at this time.
        case take(Timestamp)
        /// It is older than the one before it.
        case late
        /// It has the time of the one before it.
        case duplicate
    }

    /// Late readings in a row after which the device's clock is believed to have been set back.
    public static let patience = 100

    /// Seconds by which this machine's clock may be behind the latest arrival before it is believed to have been set back.
    public static let jitter = 60.0

    /// The time of the latest reading that was taken; nil before the first.
    public var latest: Timestamp?
    private var lateInARow = 0

    /// Begins an order; the first reading is in order, whatever its time.
    public init() {}

    /// Judges the time that a device gave a reading.
    ///
    /// A late reading that is accepted counts as of the same time as the one before it. One time in the far future does
    /// not shut a key for ever: after `patience` late readings in a row the order begins anew. A reading that turns out
    /// to be unfit later should not stand in the way of another one of its time: copy the order before, and put it back.
    ///
    /// - Parameters:
    ///   - time: When the reading was measured.
    ///   - late: What becomes of one older than the one before it.
    ///   - duplicates: What becomes of one with the time of the one before it.
    /// - Returns: Whether it is taken, and as of which time.
    public mutating func take(_ time: Timestamp, late: OrderPolicy, duplicates: OrderPolicy) -> Step {
        guard let latest, time <= latest else { return accept(time) }
        if time == latest {
            guard duplicates == .accept else { return .duplicate }
            return accept(time)
        }
        if late == .accept { return .take(latest) }
        lateInARow += 1
        guard lateInARow > Self.patience else { return .late }
        return accept(time)
    }

    /// Takes a reading at its time of arrival.
    ///
    /// A clock that was set back a little stands still until it has caught up; by more than ``jitter``, the order begins
    /// anew: a clock that was years ahead at the start must not hold the time for years.
    public mutating func take(arrival: Timestamp) -> Step {
        guard let latest, arrival < latest, latest.seconds(since: arrival) <= Self.jitter else {
            return accept(arrival)
        }
        return accept(latest)
    }

    private mutating func accept(_ time: Timestamp) -> Step {
        lateInARow = 0
        latest = time
        return .take(time)
    }
}
