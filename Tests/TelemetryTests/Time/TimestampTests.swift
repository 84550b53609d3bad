import Foundation
import Telemetry
import Testing

@Suite struct TimestampTests {
    @Test(
        "[telemetry-30] reads RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T06:37:14.120Z", 1_795_243_034_120_000),
            ("2026-11-21t07:37:14.12+01:00", 1_795_243_034_120_000), ("2026-11-21 06:37:14", 1_795_243_034_000_000),
            ("2026-11-20T23:37:14.1234567-07:00", 1_795_243_034_123_456), ("1969-12-31T23:59:59.999999z", -1),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ]
    )
    func reads(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(
        "[telemetry-30] refuses what is no time",
        arguments: [
            "", "2026-11-21", "2026-11-21T06:37", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-11-21T24:00:00Z", "2026-11-21T06:60:14Z", "2026-11-21T06:37:61Z", "2026-11-21T06:37:14.Z",
            "2026-11-21T06:37:14+1:00", "2026-11-21T06:37:14Zjunk", "2026/11/21T06:37:14Z", "2026-11-21_06:37:14Z",
            "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "２026-11-21T06:37:14Z",
        ]
    )
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("[telemetry-31] writes what Foundation writes, and reads it back, in every century")
    func writes() {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        var seconds = -62_135_596_800.0 + 86_400 * 366
        while seconds < 253_402_300_799 {
            // Milliseconds that a Double holds exactly.
            let time = Timestamp(microseconds: Int64(seconds) * 1_000_000 + 250_000)
            let date = Date(timeIntervalSince1970: Double(Int64(seconds)) + 0.25)
            // Foundation changes to the Julian calendar before 1582.
            if seconds > -12_219_292_800 { #expect(time.rfc3339 == date.formatted(style)) }
            #expect(Timestamp(rfc3339: time.rfc3339) == time)
            seconds += 86_400 * 97.37
        }
    }

    @Test("[telemetry-31] writes milliseconds cut off, before 1970 too")
    func cutsOff() {
        #expect(Timestamp(microseconds: 1999).rfc3339 == "1970-01-01T00:00:00.001Z")
        #expect(Timestamp(microseconds: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(microseconds: .max).rfc3339 == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(microseconds: .min).rfc3339 == "0000-01-01T00:00:00.000Z")
    }
}
