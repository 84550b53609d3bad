import OpenInference
import Testing

@Suite struct BodyEncodingTests {
    @Test(
        "[oip-20] [oip-23] reads what came beside a body",
        arguments: [
            (nil, nil, .json), (nil, "application/json", .json), (nil, "text/plain", .json),
            ("12", nil, .binary(headerLength: 12)), ("12", "application/octet-stream", .binary(headerLength: 12)),
            ("012", "application/json", .binary(headerLength: 12)), ("0", "application/octet-stream", .raw),
            ("999999999999999999", nil, .binary(headerLength: 999_999_999_999_999_999)),
        ] as [(String?, String?, BodyEncoding)]
    )
    func accepts(headerLength: String?, contentType: String?, expected: BodyEncoding) throws {
        #expect(try BodyEncoding(headerLength: headerLength, contentType: contentType) == expected)
    }

    @Test(
        "[oip-21] refuses a length that is no whole number from 0 up",
        arguments: ["", "-1", "+1", "1.0", "1e3", " 1", "0x10", "ten", "٣", "9999999999999999999", "1\u{0}"]
    )
    func refuses(headerLength: String) {
        let error = #expect(throws: InferError.self) {
            try BodyEncoding(headerLength: headerLength, contentType: nil)
        }
        #expect(error?.code == .badInput)
        #expect(error?.message.hasPrefix("inference-header-content-length is '") == true)
    }

    @Test("[oip-21] misses the length beside a body that says to be binary")
    func missing() {
        let error = #expect(throws: InferError.self) {
            try BodyEncoding(headerLength: nil, contentType: "application/octet-stream")
        }
        #expect(error?.message.contains("inference-header-content-length is missing") == true)
    }
}
