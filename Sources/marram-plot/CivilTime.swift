import Foundation

/// A moment by the calendar, in UTC.
struct CivilTime {
    /// Seconds since 1970 of the years 1 to 9999: what the calendar here can tell.
    static let range = -62_135_596_800.0...253_402_300_799.0

    let year, month, dayOfMonth: Int
    private let microseconds: Int

    /// Breaks a time in ``range`` down, to the nearest microsecond.
    init(_ seconds: Double) {
        let all = Int((seconds * 1e6).rounded())
        let perDay = 86_400_000_000
        let days = (all >= 0 ? all : all - perDay + 1) / perDay
        microseconds = all - days * perDay
        (year, month, dayOfMonth) = Self.date(days)
    }

    /// The date by the number of days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func date(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }

    /// Seconds since 1970 at the first moment of a month.
    static func seconds(year: Int, month: Int) -> Double {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Double(days) * 86_400
    }

    /// As in 2026-11-21.
    var day: String { String(format: "%04d-%02d-%02d", year, month, dayOfMonth) }

    /// The label of a tick: no finer than the step.
    func text(_ step: TimeStep) -> String {
        switch step {
        case .months(let count):
            return count % 12 == 0 ? String(format: "%04d", year) : String(format: "%04d-%02d", year, month)
        case .fixed(let length):
            if length >= 86_400 { return day }
            let seconds = microseconds / 1_000_000
            let clock = String(format: "%02d:%02d", seconds / 3600, seconds / 60 % 60)
            if length >= 60 { return clock }
            let full = clock + String(format: ":%02d", seconds % 60)
            if length >= 1 { return full }
            let fraction = String(format: ".%06d", microseconds % 1_000_000)
            return full + (length >= 0.001 ? String(fraction.prefix(4)) : fraction)
        }
    }
}
