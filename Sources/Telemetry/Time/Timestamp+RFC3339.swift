import OpenInference

/// Times as text: RFC 3339, in the years 0000 to 9999.
extension Timestamp {
    /// The first and the last that RFC 3339 can write.
    static let writable =
        Timestamp(
            microseconds: -62_167_219_200_000_000
        )...Timestamp(
            microseconds: 253_402_300_799_999_999
        )

    /// Reads a time such as `2026-11-21T06:37:14.120Z`; nil where the text is none.
    ///
    /// A space may stand for the `T`, and without a zone the time is UTC, as CSV files have it. Digits of the fraction
    /// beyond the sixth are cut off; a leap second is the second after it.
    public init?(rfc3339 text: String) {
        unsafe self.init(rfc3339: text.utf8Span.span.bytes)
    }

    /// Reads a time that is the whole of some bytes; nil where they are none.
    public init?(rfc3339 text: RawSpan) {
        guard text.byteCount >= 19, text.byte(4) == Ascii.minus, text.byte(7) == Ascii.minus,
            text.byte(13) == Ascii.colon, text.byte(16) == Ascii.colon, Self.isBetween(text.byte(10)),
            let year = Self.number(text, 0, 4), let month = Self.number(text, 5, 2), let day = Self.number(text, 8, 2),
            let hour = Self.number(text, 11, 2), let minute = Self.number(text, 14, 2),
            let second = Self.number(text, 17, 2),
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var at = 19
        guard let fraction = Self.fraction(text, &at), let offset = Self.offset(text, at) else { return nil }
        let days = Self.daysSinceEpoch(year, month, day)
        let seconds = days &* 86_400 &+ hour &* 3600 &+ minute &* 60 &+ second &- offset
        self.init(microseconds: Int64(seconds) &* 1_000_000 &+ Int64(fraction))
        guard Self.writable.contains(self) else { return nil }
    }

    private static func isBetween(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t") || byte == Ascii.space
    }

    private static func number(_ text: RawSpan, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<start &+ count {
            let digit = text.byte(index) &- Ascii.zero
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return value
    }

    /// The microseconds after the seconds; nil for a point without digits.
    private static func fraction(_ text: RawSpan, _ at: inout Int) -> Int? {
        guard text.byte(at) == Ascii.point else { return 0 }
        at &+= 1
        let first = at
        var value = 0
        var weight = 100_000
        while text.byte(at) &- Ascii.zero <= 9 {
            value &+= Int(text.byte(at) &- Ascii.zero) &* weight
            weight /= 10
            at &+= 1
        }
        return at == first ? nil : value
    }

    /// The seconds east of UTC that the zone at the end says.
    private static func offset(_ text: RawSpan, _ at: Int) -> Int? {
        if at == text.byteCount { return 0 }
        let sign = text.byte(at)
        if sign | 0x20 == UInt8(ascii: "z") { return at &+ 1 == text.byteCount ? 0 : nil }
        guard sign == Ascii.plus || sign == Ascii.minus, text.byteCount == at &+ 6, text.byte(at &+ 3) == Ascii.colon,
            let hours = number(text, at &+ 1, 2), let minutes = number(text, at &+ 4, 2), hours < 24, minutes < 60
        else { return nil }
        let seconds = hours &* 3600 &+ minutes &* 60
        return sign == Ascii.minus ? -seconds : seconds
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March, so that the leap day is the last of its year; 400 more keep the year positive.
        let shifted = (month <= 2 ? year - 1 : year) + 400
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468 - 146_097
    }
}
