import Foundation

/// A moment as signatures have it, in UTC.
struct AmazonDate {
    /// Such as `20261120T120000Z`.
    let time: String
    /// Such as `20261120`.
    var day: String { String(time.prefix(8)) }

    init(_ date: Date) {
        let style = Date.ISO8601FormatStyle(
            dateSeparator: .omitted,
            dateTimeSeparator: .standard,
            timeSeparator: .omitted,
            includingFractionalSeconds: false,
            timeZone: .gmt
        )
        time = style.format(date)
    }

    /// Reads what AWS writes, `2026-11-20T12:00:00Z`, with or without fractions or an offset.
    static func read(_ text: String) -> Date? {
        (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}
