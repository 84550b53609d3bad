import Telemetry
import Testing

@Suite struct ReadingPlanTests {
    typealias Fields = @Sendable () throws -> [FieldPlan]

    struct Refused: Sendable, CustomTestStringConvertible {
        let what: String
        let message: String
        var format: PayloadFormat = .json
        var key: [String] = []
        var time: String?
        let fields: Fields
        var testDescription: String { what }
    }

    private static let refused: [Refused] = [
        Refused(what: "no field", message: "0 fields", fields: { [] }),
        Refused(what: "a path twice", message: "stands twice", fields: fields("$.a", "$.a")),
        Refused(what: "a path in another", message: "inside it", fields: fields("$.a", "$.a.b")),
        Refused(what: "the payload and a part", message: "inside it", fields: fields("$", "$.b")),
        Refused(what: "time in a field", message: "inside it", time: "$.a.t", fields: fields("$.a")),
        Refused(what: "object and array", message: "an object and an array", fields: fields("$.a.b", "$.a[1]")),
        Refused(what: "a scale of 0", message: "scale 0.0", fields: field("$.a", scale: 0)),
        Refused(what: "an offset that is NaN", message: "offset nan", fields: field("$.a", offset: .nan)),
        Refused(
            what: "an infinite substitute",
            message: "missing is inf",
            fields: field("$.a", missing: .value(.infinity))
        ),
        Refused(
            what: "a key part twice",
            message: "stands twice",
            key: ["$topic[1]", "$topic[1]"],
            fields: fields("$.a")
        ),
        Refused(
            what: "an unknown column",
            message: "there are a, b",
            format: .csv(columns: ["a", "b"]),
            fields: fields("$.c")
        ),
        Refused(
            what: "a column index too large",
            message: "$[2]",
            format: .csv(columns: ["a", "b"]),
            fields: fields("$[2]")
        ),
        Refused(
            what: "a column twice",
            message: "stands twice",
            format: .csv(columns: ["a", "a"]),
            fields: fields("$.a")
        ),
        Refused(what: "a path in csv", message: "no column", format: .csv(), fields: fields("$.a.b")),
        Refused(
            what: "a delimiter that numbers have",
            message: "cannot separate",
            format: .csv(delimiter: UInt8(ascii: ".")),
            fields: fields("$.a")
        ),
        Refused(what: "time in float32", message: "no time", format: .float32, time: "$.t", fields: fields("$[0]")),
        Refused(
            what: "a key field in float32",
            message: "no key",
            format: .float32,
            key: ["$.k"],
            fields: fields("$[0]")
        ),
        Refused(what: "float32 in another order", message: "$[0]", format: .float32, fields: fields("$[1]", "$[0]")),
        Refused(what: "two numbers in one", message: "one field", format: .number, fields: fields("$", "$.b")),
        Refused(what: "a number with a path", message: "whose path is $", format: .number, fields: fields("$.a")),
    ]

    private static func field(
        _ path: String,
        offset: Double = 0,
        scale: Double = 1,
        missing: MissingPolicy = .error
    ) -> Fields {
        { [FieldPlan(path: try FieldPath(path), offset: offset, scale: scale, missing: missing)] }
    }

    private static func fields(_ paths: String...) -> Fields {
        { try paths.map { FieldPlan(path: try FieldPath($0)) } }
    }

    @Test("[telemetry-2] refuses what cannot work", arguments: refused)
    func refuses(_ plan: Refused) throws {
        let key = try plan.key.map { try KeyPart($0) }
        let time = try plan.time.map { TimePlan(path: try FieldPath($0), format: .epochMilliseconds) }
        let error = #expect(throws: PlanError.self) {
            try ReadingPlan(format: plan.format, key: key, time: time, fields: try plan.fields())
        }
        #expect(error?.message.contains(plan.message) == true, "\(error?.message ?? "")")
    }

    @Test("[telemetry-2] refuses more than 1024 fields")
    func tooMany() {
        let fields = (0...1024).map { FieldPlan(path: FieldPath(column: "f\($0)")) }
        #expect(throws: PlanError.self) { try ReadingPlan(format: .json, fields: fields) }
        #expect(throws: Never.self) { try ReadingPlan(format: .json, fields: Array(fields.dropLast())) }
    }

    @Test("[telemetry-2] the time may be a field and a part of the key too")
    func sharedPath() {
        #expect(throws: Never.self) {
            try ReadingPlan(
                format: .json,
                key: [KeyPart("$.t")],
                time: TimePlan(path: FieldPath("$.t"), format: .epochSeconds),
                fields: try Self.field("$.t")()
            )
        }
    }
}
