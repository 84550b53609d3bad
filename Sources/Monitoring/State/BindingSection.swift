/// What became of a binding's telemetry since the start.
package struct BindingSection: Sendable, Equatable, Encodable {
    package var name: String
    package var model: String
    package var topic: String
    /// Why nothing is read of it; nil: it runs.
    package var reason: String?
    package var readingsPerSecond = 0.0
    /// When a message last came, RFC 3339.
    package var lastSeen: String?
    /// True when nothing has come for a minute, though something had before.
    package var isStale = false
    package var readings = 0
    package var rejected = 0
    package var skipped = 0
    package var late = 0
    package var duplicates = 0
    package var ignored = 0
    package var evicted = 0
    package var dropped = 0
    package var restarts = 0
    package var windows = 0
    package var errors = 0
    package var predictions = 0
    package var opened = 0
    package var closed = 0
    /// Windows that have not run.
    package var queue = 0
    package var keys = 0
    package var keysLimit = 0
    package var threshold: Double?
    package var anomaliesOpen = 0
    /// Violations of data quality that are open.
    package var violationsOpen = 0

    /// Makes one of a binding that has read nothing.
    package init(name: String, model: String, topic: String) {
        self.name = name
        self.model = model
        self.topic = topic
    }

    enum CodingKeys: String, CodingKey {
        case name, model, topic, state, reason, readings, rejected, skipped, late, duplicates, ignored, evicted, dropped
        case restarts, windows, errors, predictions, queue, keys, threshold
        case readingsPerSecond = "readings_per_s"
        case lastSeen = "last_seen"
        case isStale = "is_stale"
        case keysLimit = "keys_limit"
        case anomaliesOpen = "anomalies_open"
        case violationsOpen = "violations_open"
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(name, forKey: .name)
        try members.encode(model, forKey: .model)
        try members.encode(topic, forKey: .topic)
        try members.encode(reason == nil ? "running" : "resting", forKey: .state)
        try members.encodeIfPresent(reason, forKey: .reason)
        try members.encode(readingsPerSecond, forKey: .readingsPerSecond)
        try members.encodeIfPresent(lastSeen, forKey: .lastSeen)
        try members.encode(isStale, forKey: .isStale)
        for (key, count) in counts { try members.encode(count, forKey: key) }
        try members.encodeIfPresent(threshold?.ifFinite, forKey: .threshold)
    }

    private var counts: [(CodingKeys, Int)] {
        [
            (.readings, readings), (.rejected, rejected), (.skipped, skipped), (.late, late), (.duplicates, duplicates),
            (.ignored, ignored), (.evicted, evicted), (.dropped, dropped), (.restarts, restarts), (.windows, windows),
            (.errors, errors), (.predictions, predictions), (.queue, queue), (.keys, keys), (.keysLimit, keysLimit),
            (.anomaliesOpen, anomaliesOpen), (.violationsOpen, violationsOpen),
        ]
    }
}
