import OpenInference
import Telemetry
import Tensors

/// Feeds a payload in each format to decoders, one of them used before, and stops the program where they break a promise.
///
/// The first line is the topic.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTelemetryPayload(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let line = bytes.firstIndex(of: 0x0A) ?? 0
    let topic = String(decoding: bytes[..<line], as: UTF8.self)
    let payload = Array(bytes[line...].dropFirst(line < bytes.count && line > 0 ? 1 : 0))
    for index in Decoders.plans.indices {
        var fresh = TelemetryDecoder(Decoders.plans[index], maximumDepth: 16)
        let first = Decoders.readings(payload, topic, &fresh)
        let again = Decoders.readings(payload, topic, &Decoders.used[index])
        precondition(first == again, "a decoder remembers what it has read before")
    }
    return 0
}

/// One plan for every way of writing a payload.
enum Decoders {
    /// What came of a payload.
    struct Result: Equatable {
        var values: [[UInt64]] = []
        var times: [Timestamp?] = []
        var keys: [[UInt8]] = []
        var error: InferError?
    }

    static let plans: [ReadingPlan] = {
        do {
            let fields = [
                FieldPlan(path: try FieldPath("$.v.x"), offset: -1, scale: 1e10, missing: .last),
                FieldPlan(path: try FieldPath("$.v.long-name"), missing: .value(0)),
                FieldPlan(path: try FieldPath("$.a[1]")),
            ]
            let cells = ["$.x", "$[1]"].map { FieldPlan(path: (try? FieldPath($0)) ?? FieldPath(column: "x")) }
            let time = FieldPath(column: "t")
            return [
                try ReadingPlan(
                    format: .json,
                    key: [KeyPart("$topic[0]"), KeyPart("$.k")],
                    time: TimePlan(path: time, format: .rfc3339),
                    fields: fields
                ),
                try ReadingPlan(format: .json, time: TimePlan(path: time, format: .epochNanoseconds), fields: fields),
                try ReadingPlan(
                    format: .json,
                    fields: [FieldPlan(path: FieldPath("$[0].x")), FieldPlan(path: FieldPath("$[2]"))]
                ),
                try ReadingPlan(format: .json, fields: [FieldPlan(path: FieldPath("$"))]),
                try ReadingPlan(format: .csv(), key: [KeyPart("$.k")], fields: cells),
                try ReadingPlan(
                    format: .csv(columns: ["x", "y", "t"], delimiter: 0x3B),
                    time: TimePlan(path: time, format: .epochSeconds),
                    fields: cells
                ),
                try ReadingPlan(
                    format: .float32,
                    key: [KeyPart("$topic[0]")],
                    fields: [FieldPlan(path: FieldPath("$[0]"))]
                ),
                try ReadingPlan(format: .number, fields: [FieldPlan(path: FieldPath("$"))]),
            ]
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    // The fuzzer calls from one thread.
    nonisolated(unsafe) static var used = plans.map { TelemetryDecoder($0, maximumDepth: 16) }

    static func readings(_ payload: [UInt8], _ topic: String, _ decoder: inout TelemetryDecoder) -> Result {
        var result = Result()
        let fields = decoder.plan.fields.count
        do {
            try decoder.decode(payload.span.bytes, topic: topic) { reading in
                precondition(reading.values.count == fields, "not all fields")
                precondition(reading.values.allSatisfy { !$0.isInfinite }, "an infinity")
                precondition(reading.key.count <= ReadingPlan.longestKey, "a key too long")
                precondition(String(validating: reading.key, as: UTF8.self) != nil, "a key that is not UTF-8")
                result.values.append(reading.values.map { $0.isNaN ? 0x7FF8 << 48 : $0.bitPattern })
                result.times.append(reading.time)
                result.keys.append(reading.key)
            }
        } catch {
            precondition(!error.message.isEmpty, "refused without a message")
            precondition([.badJSON, .badInput].contains(error.code), "refused with \(error.code)")
            result.error = error
        }
        return result
    }
}
