import Telemetry
import Testing

@testable import Lab

@Suite struct PayloadWriterTests {
    private let time = Timestamp(microseconds: 1_795_243_034_120_000)

    private func text(_ style: PayloadStyle, _ values: [Double], fields: [String], time: Timestamp?) -> String {
        String(decoding: PayloadWriter(style, fields: fields).payload(values, time: time), as: UTF8.self)
    }

    @Test("[simulation-20] writes JSON, a value that is missing left out")
    func json() {
        let fields = ["x", "a \"b\"", "y"]
        #expect(
            text(.json(.epochMilliseconds), [1.5, .nan, -2], fields: fields, time: time)
                == #"{"ts":1795243034120,"v":{"x":1.5,"y":-2.0}}"#
        )
        #expect(
            text(.json(.rfc3339), [.nan, 1, .nan], fields: fields, time: time)
                == #"{"ts":"2026-11-21T06:37:14.120Z","v":{"a \"b\"":1.0}}"#
        )
        #expect(text(.json(.epochSeconds), [], fields: [], time: nil) == #"{"v":{}}"#)
    }

    @Test("[simulation-20] writes lines and numbers")
    func lines() {
        #expect(
            text(.csv(.epochSeconds, delimiter: 0x3B), [1.5, .nan], fields: ["x", "y"], time: time) == "1795243034;1.5;"
        )
        #expect(text(.csv(.epochSeconds, delimiter: 0x2C), [1.5, 2], fields: ["x", "y"], time: nil) == "1.5,2.0")
        #expect(text(.number, [0.1], fields: ["x"], time: time) == "0.1")
    }

    @Test("[simulation-20] what is written is read back by the decoder of its format", arguments: TimeFormat.allCases)
    func roundTrip(format: TimeFormat) throws {
        let values = [0.1, -1e300, 5e-300, 12_345.678]
        let names = ["x", "y.z", "größe", "d"]
        let fields = names.map { FieldPlan(path: FieldPath(column: $0)) }
        let members = try ["$.v.x", "$.v['y.z']", "$.v.größe", "$.v.d"].map { FieldPlan(path: try FieldPath($0)) }
        let ts = TimePlan(path: FieldPath(column: "ts"), format: format)
        let comma = UInt8(ascii: ",")
        let cases: [(PayloadStyle, ReadingPlan)] = [
            (.json(format), try ReadingPlan(format: .json, time: ts, fields: members)),
            (
                .csv(format, delimiter: comma),
                try ReadingPlan(format: .csv(columns: ["ts"] + names), time: ts, fields: fields)
            ),
        ]
        for (style, plan) in cases {
            var decoder = TelemetryDecoder(plan)
            let payload = PayloadWriter(style, fields: names).payload(values, time: time)
            var read: [Reading] = []
            try decoder.decode(unsafe payload.span.bytes, topic: "t") { read.append($0) }
            #expect(read.map(\.values) == [values])
            let expected = format == .epochSeconds ? 1_795_243_034_000_000 : time.microseconds
            #expect(read.first?.time?.microseconds == expected)
        }
    }

    @Test("[simulation-20] floats are read back by the decoder")
    func floats() throws {
        let plan = try ReadingPlan(format: .float32, fields: ["x", "y"].map { FieldPlan(path: FieldPath(column: $0)) })
        var decoder = TelemetryDecoder(plan)
        let payload = PayloadWriter(.float32, fields: ["x", "y"]).payload([0.1, -3], time: time)
        var read: [[Double]] = []
        try decoder.decode(unsafe payload.span.bytes, topic: "t") { read.append($0.values) }
        #expect(read == [[Double(Float(0.1)), -3]])
    }
}
