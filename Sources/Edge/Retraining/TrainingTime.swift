import Telemetry

/// When a model was trained, as its version has it.
enum TrainingTime {
    /// Such as `20261122T055400Z`.
    static func text(_ time: Timestamp) -> String {
        let text = time.rfc3339.prefix { $0 != "." && $0 != "Z" }
        return text.filter { $0.isNumber || $0 == "T" } + "Z"
    }
}
