import OpenInference
import Telemetry

/// Marram's reading of telemetry as the benchmark uses it.
struct TelemetryCodec {
    private static let names = ["x", "y", "z", "temperature", "current", "pressure", "flow", "voltage"]

    private var decoder: TelemetryDecoder
    private var missing = MissingValues()

    init() throws {
        let plan = try ReadingPlan(
            format: .json,
            key: [KeyPart("$topic[1]"), KeyPart("$topic[3]")],
            time: TimePlan(path: FieldPath("$.ts"), format: .epochMilliseconds),
            fields: Self.names.map { FieldPlan(path: try FieldPath("$.v.\($0)"), missing: .last) }
        )
        decoder = TelemetryDecoder(plan)
    }

    /// What a device sends: `{"ts":1795243034120,"v":{"x":3.14159,…}}`.
    static func reading() throws -> [UInt8] {
        var random = Numbers()
        let values = names.map { "\"\($0)\":\(random.nextDecimal())" }.joined(separator: ",")
        return Array("{\"ts\":1795243034120,\"v\":{\(values)}}".utf8)
    }

    /// Reads a payload as a binding does; returns the number of values that are there.
    mutating func decode(_ body: [UInt8]) throws -> Int {
        var count = 0
        let plan = decoder.plan
        try unsafe decoder.decode(body.span.bytes, topic: "plant/hall2/press/press4/telemetry") { reading in
            if missing.resolve(&reading.values, plan: plan) == .complete { count += reading.values.count }
        }
        return count
    }
}
