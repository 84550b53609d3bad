import OpenInference

/// How a time stands in a payload or a file.
public enum TimeFormat: String, Sendable, CaseIterable {
    /// Seconds since 1970-01-01T00:00:00Z, a fraction allowed.
    case epochSeconds = "epoch_s"
    /// Milliseconds since then.
    case epochMilliseconds = "epoch_ms"
    /// Microseconds since then.
    case epochMicroseconds = "epoch_us"
    /// Nanoseconds since then.
    case epochNanoseconds = "epoch_ns"
    /// Text such as `2026-11-21T06:37:14.120Z`; also `2026-11-21 06:37:14`, which is UTC.
    case rfc3339

    /// True where times are numbers.
    public var isNumber: Bool { self != .rfc3339 }

    /// The time that a text says, for a number its decimal text; nil where it says none in the years 0000 to 9999.
    public func timestamp(text: String) -> Timestamp? {
        unsafe timestamp(text: text.utf8Span.span.bytes)
    }

    /// The time that bytes say; nil where they say none.
    public func timestamp(text: RawSpan) -> Timestamp? {
        guard isNumber else { return Timestamp(rfc3339: text) }
        let number = DecimalNumber(text, at: 0)
        guard number.isValid, number.end == text.byteCount else { return nil }
        return timestamp(number, text)
    }

    /// The time that a number says; nil where it is none in the years 0000 to 9999, and for text formats.
    public func timestamp(number: Double) -> Timestamp? {
        let microseconds: Double
        switch self {
        case .epochSeconds: microseconds = number * 1_000_000
        case .epochMilliseconds: microseconds = number * 1000
        case .epochMicroseconds: microseconds = number
        case .epochNanoseconds: microseconds = number / 1000
        case .rfc3339: return nil
        }
        guard let whole = Int64(exactly: microseconds.rounded(.down)) else { return nil }
        return Self.checked(whole)
    }

    /// The time that a number in a body says: whole numbers to the last digit.
    func timestamp(_ number: DecimalNumber, _ body: RawSpan) -> Timestamp? {
        guard number.isInteger, !number.isLong, let magnitude = Int64(exactly: number.mantissa) else {
            return timestamp(number: number.double(body))
        }
        let value = number.isNegative ? -magnitude : magnitude
        switch self {
        case .epochSeconds: return Self.product(value, 1_000_000)
        case .epochMilliseconds: return Self.product(value, 1000)
        case .epochMicroseconds: return Self.checked(value)
        case .epochNanoseconds: return Self.checked(value >= 0 ? value / 1000 : -((999 - value) / 1000))
        case .rfc3339: return nil
        }
    }

    /// The format that a text is likely in, by its look and its size; nil where it is no time.
    ///
    /// Numbers below 10^11 are seconds (until the year 5138), then milliseconds, microseconds and nanoseconds.
    public init?(guessing text: String) {
        if Timestamp(rfc3339: text) != nil {
            self = .rfc3339
            return
        }
        guard let magnitude = Double(text)?.magnitude, magnitude < 1e20 else { return nil }
        switch magnitude {
        case ..<1e11: self = .epochSeconds
        case ..<1e14: self = .epochMilliseconds
        case ..<1e17: self = .epochMicroseconds
        default: self = .epochNanoseconds
        }
    }

    private static func product(_ value: Int64, _ factor: Int64) -> Timestamp? {
        let (microseconds, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow ? nil : checked(microseconds)
    }

    private static func checked(_ microseconds: Int64) -> Timestamp? {
        let time = Timestamp(microseconds: microseconds)
        return Timestamp.writable.contains(time) ? time : nil
    }
}
