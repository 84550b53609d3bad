import Anomaly
import OpenInference
import Telemetry

/// What a binding keeps of one key.
struct KeyState {
    /// The parts of the key, `ReadingPlan.keySeparator` between them.
    let key: [UInt8]
    /// The parts as a JSON array of texts.
    let json: [UInt8]
    /// The rows of the next window; nil where readings are run one by one.
    var window: WindowBuffer?
    /// What became of the scores.
    var monitor = AnomalyMonitor()
    /// The threshold that the monitor's scores are to be held against; nil before the first.
    ///
    /// Scores of a model with another one go on in its units.
    var threshold: Double?
    /// The number of the fit that its windows go to.
    var fit = 0
    /// The fields that had most to do with the anomaly that is open, where that is known.
    var topFields: [AnomalyEvents.FieldShare]?
    /// What stands in for fields that are missing.
    var missing = MissingValues()
    /// The order of the readings.
    var order = ReadingOrder()
    /// What has been published.
    var publication = Publication()
    /// True when it changed since it was saved.
    var isChanged = false
    /// True when an anomaly has begun or ended since it was saved.
    var isUrgent = false

    /// Makes the state of a key that was not seen before.
    init(key: [UInt8], fit: FittedBinding) {
        self.key = key
        json = Self.json(key)
        window = fit.window.map { WindowBuffer(shape: $0, fields: fit.fields) }
    }

    /// Goes on in the units of another rule.
    mutating func adopt(_ rule: AnomalyRule) {
        guard threshold != rule.threshold else { return }
        if let threshold { monitor.rescale(by: rule.threshold / threshold) }
        threshold = rule.threshold
    }

    /// The parts as texts.
    var parts: [String] { Self.parts(key) }

    static func parts(_ key: [UInt8]) -> [String] {
        guard !key.isEmpty else { return [] }
        return key.split(separator: ReadingPlan.keySeparator, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func json(_ key: [UInt8]) -> [UInt8] {
        var json: [UInt8] = [UInt8(ascii: "[")]
        for (index, part) in parts(key).enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            json.appendQuoted(part)
        }
        json.append(UInt8(ascii: "]"))
        return json
    }
}
