import OpenInference

extension Timestamp {
    /// The time as RFC 3339 in UTC with milliseconds, what is below cut off: `2026-11-21T06:37:14.120Z`.
    ///
    /// Times beyond the years 0000 to 9999 are written as the first or the last of them.
    public var rfc3339: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``rfc3339``: 24 bytes.
    public func append(to bytes: inout [UInt8]) {
        let time = min(max(self, Self.writable.lowerBound), Self.writable.upperBound).microseconds
        let day = Self.floored(time, 86_400_000_000)
        let milliseconds = Int(time &- day &* 86_400_000_000) / 1000
        let date = Self.date(Int(day))
        Self.append(date.year, 4, &bytes)
        bytes.append(Ascii.minus)
        Self.append(date.month, 2, &bytes)
        bytes.append(Ascii.minus)
        Self.append(date.day, 2, &bytes)
        bytes.append(UInt8(ascii: "T"))
        Self.append(milliseconds / 3_600_000, 2, &bytes)
        bytes.append(Ascii.colon)
        Self.append(milliseconds / 60_000 % 60, 2, &bytes)
        bytes.append(Ascii.colon)
        Self.append(milliseconds / 1000 % 60, 2, &bytes)
        bytes.append(Ascii.point)
        Self.append(milliseconds % 1000, 3, &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Appends the time as a format has it: whole numbers, what is below them cut off; for `rfc3339` as ``rfc3339``.
    public func append(to bytes: inout [UInt8], as format: TimeFormat) {
        switch format {
        case .epochSeconds: bytes.appendNumber(Int(Self.floored(microseconds, 1_000_000)))
        case .epochMilliseconds: bytes.appendNumber(Int(Self.floored(microseconds, 1000)))
        case .epochMicroseconds: bytes.appendNumber(Int(microseconds))
        case .epochNanoseconds:
            bytes.appendNumber(Int(microseconds))
            if microseconds != 0 { bytes.appendRaw("000") }
        case .rfc3339: append(to: &bytes)
        }
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }

    private static func append(_ number: Int, _ digits: Int, _ bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor &*= 10 }
        while divisor > 0 {
            bytes.append(Ascii.zero &+ UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// The date of a day since 1970-01-01: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
        // An era more keeps the numbers positive.
        let shifted = day + 719_468 + 146_097
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + (era - 1) * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
