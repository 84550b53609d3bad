import Foundation
import Monitoring

/// The header `Date`, written once a second.
final class DateLine: Sendable {
    private struct State {
        var text: String
        var written: ContinuousClock.Instant
    }

    private let state: Locked<State>

    init() { state = Locked(State(text: Self.write(.now), written: .now)) }

    /// The time now, or up to a second ago, as RFC 9110 has it: `Sun, 06 Nov 1994 08:49:37 GMT`.
    var text: String {
        let now = ContinuousClock.now
        return state.withLock { state in
            if now - state.written >= .seconds(1) { state = State(text: Self.write(.now), written: now) }
            return state.text
        }
    }

    /// Writes a time since 1970.
    static func write(_ date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970)
        let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = civil(days)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        // 1 January 1970 was a Thursday.
        return "\(weekdays[(days + 4) % 7]), \(twoDigits(day)) \(months[month - 1]) \(year) \(clock) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The date of a day since 1970, by eras of 400 years that begin in March.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, day) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (era * 400 + year + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
    }
}
