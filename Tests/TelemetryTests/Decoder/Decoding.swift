import OpenInference
import Telemetry

/// What was taken from a payload, to be compared; NaN is nil.
struct Taken: Equatable {
    var values: [Double?]
    var time: Int64?
    var key: [String] = []
}

/// Makes a plan from texts.
func makePlan(
    _ paths: String...,
    format: PayloadFormat = .json,
    key: [String] = [],
    time: (path: String, format: TimeFormat)? = nil
) throws -> ReadingPlan {
    try ReadingPlan(
        format: format,
        key: key.map { try KeyPart($0) },
        time: time.map { TimePlan(path: try FieldPath($0.path), format: $0.format) },
        fields: paths.map { FieldPlan(path: try FieldPath($0)) }
    )
}

/// Everything that a decoder takes from a payload before it ends or refuses.
func take(
    _ payload: some Sequence<UInt8>,
    _ plan: ReadingPlan,
    topic: String = "plant/hall2/press/press4/telemetry",
    depth: Int = 32
) -> (taken: [Taken], error: InferError?) {
    var decoder = TelemetryDecoder(plan, maximumDepth: depth)
    return take(payload, with: &decoder, topic: topic)
}

/// As above, with a decoder that may have been used before.
func take(
    _ payload: some Sequence<UInt8>,
    with decoder: inout TelemetryDecoder,
    topic: String = "plant/hall2/press/press4/telemetry"
) -> (taken: [Taken], error: InferError?) {
    let bytes = Array(payload)
    var taken: [Taken] = []
    do {
        try decoder.decode(unsafe bytes.span.bytes, topic: topic) { reading in
            taken.append(
                Taken(
                    values: reading.values.map { $0.isNaN ? nil : $0 },
                    time: reading.time?.microseconds,
                    key: reading.key.split(separator: 0x1F).map { String(decoding: $0, as: UTF8.self) }
                )
            )
        }
        return (taken, nil)
    } catch {
        return (taken, error)
    }
}
