import Telemetry

/// Whether the readings of a key come in order.
struct ReadingOrder: Sendable, Equatable {
    /// What is to be done with a reading.
    enum Step: Equatable {
        /// It is taken, at this time.
        case take(Timestamp)
        /// It is older than the one before it.
        case late
        /// It has the time of the one before it.
        case duplicate
    }

    /// Late readings in a row after which the device's clock is believed to have been set back.
    static let patience = 100

    /// Seconds by which this machine's clock may be behind the latest arrival before it is believed to have been set back.
    static let jitter = 60.0

    /// The time of the latest reading that was taken.
    var latest: Timestamp?
    private var lateInARow = 0

    /// Judges the time that a device gave a reading.
    ///
    /// A late reading that is accepted counts as of the same time as the one before it. One time in the far future does
    /// not shut a key for ever: after `patience` late readings in a row the order begins anew.
    mutating func take(_ time: Timestamp, late: Settings.Binding.OutOfOrder, duplicates: Settings.Binding.OutOfOrder)
        -> Step
    {
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
    /// A clock that was set back a little stands still until it has caught up; by more than `jitter`, the order begins
    /// anew: a clock that was years ahead at the start must not hold the time for years.
    mutating func take(arrival: Timestamp) -> Step {
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
