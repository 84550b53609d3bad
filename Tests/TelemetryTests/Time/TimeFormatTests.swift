import Telemetry
import Testing

@Suite struct TimeFormatTests {
    @Test(
        "[telemetry-30] reads numbers in their unit, whole ones to the last digit",
        arguments: [
            (TimeFormat.epochSeconds, "1795243034", 1_795_243_034_000_000 as Int64?),
            (.epochSeconds, "1795243034.12", 1_795_243_034_120_000), (.epochSeconds, "-1", -1_000_000),
            (.epochMilliseconds, "1795243034120", 1_795_243_034_120_000),
            (.epochMicroseconds, "1795243034120345", 1_795_243_034_120_345),
            (.epochNanoseconds, "1795243034120345999", 1_795_243_034_120_345), (.epochNanoseconds, "-1", -1),
            (.epochMicroseconds, "1.795243034e15", 1_795_243_034_000_000),
            (.rfc3339, "1970-01-01T00:00:01Z", 1_000_000),
            (.epochSeconds, "1e300", nil), (.epochSeconds, "9223372036854775807", nil), (.epochSeconds, "soon", nil),
            (.epochSeconds, "", nil), (.epochMilliseconds, "12 ", nil), (.rfc3339, "12", nil),
            (.epochSeconds, "253402300800", nil),
        ]
    )
    func reads(format: TimeFormat, text: String, microseconds: Int64?) {
        #expect(format.timestamp(text: text)?.microseconds == microseconds)
    }

    @Test("[telemetry-30] a number that is not finite is no time", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) {
        #expect(TimeFormat.epochMilliseconds.timestamp(number: number) == nil)
    }

    @Test(
        "[telemetry-51] the format is found by the look and the size of a time",
        arguments: [
            ("2020-03-09 10:14:33", TimeFormat.rfc3339 as TimeFormat?), ("1795243034", .epochSeconds),
            ("1795243034120", .epochMilliseconds), ("1795243034120345", .epochMicroseconds),
            ("1795243034120345999", .epochNanoseconds), ("yesterday", nil), ("", nil),
        ]
    )
    func guesses(text: String, format: TimeFormat?) {
        #expect(TimeFormat(guessing: text) == format)
    }
}
