import OpenInference
import Telemetry
import Testing

@Suite struct BinaryReadingTests {
    private func bytes(_ values: Float...) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) } }
    }

    @Test("[telemetry-14] reads rows of little-endian floats in the order of the fields")
    func rows() throws {
        let plan = try makePlan("$.x", "$.y", format: .float32)
        #expect(take(bytes(1.5, -2, 3, 4), plan).taken == [Taken(values: [1.5, -2]), Taken(values: [3, 4])])
    }

    @Test("[telemetry-14] refuses another number of bytes", arguments: [0, 4, 7, 9, 12])
    func sizes(count: Int) throws {
        let (taken, error) = take(Array(repeating: 0, count: count), try makePlan("$.x", "$.y", format: .float32))
        #expect(taken.isEmpty)
        #expect(error?.message.contains("\(count) bytes; a row is 2 float32") == true)
    }

    @Test("[telemetry-16] refuses floats that are not finite", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) throws {
        let (taken, error) = take(bytes(1, 2, 3, value), try makePlan("$.x", "$.y", format: .float32))
        #expect(taken == [Taken(values: [1, 2])])
        #expect(error?.message.contains("reading 2: $.y is") == true)
    }

    @Test(
        "[telemetry-15] reads one number as text",
        arguments: [
            ("12.5", 12.5), (" -3e2\r\n", -300), ("+7", 7), ("0", 0), ("9007199254740993", 9_007_199_254_740_992),
        ]
    )
    func number(text: String, value: Double) throws {
        #expect(take(text.utf8, try makePlan("$", format: .number)).taken == [Taken(values: [value])])
    }

    @Test(
        "[telemetry-15] refuses other payloads",
        arguments: ["", " ", "x", "1 2", "nan", "-Infinity", "1e999", "\"1\"", "0x1", "1,5"]
    )
    func noNumber(text: String) throws {
        let (taken, error) = take(text.utf8, try makePlan("$", format: .number))
        #expect(taken.isEmpty)
        #expect(error?.message.contains("expected one finite number") == true)
    }
}
