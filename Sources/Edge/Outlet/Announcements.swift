import Foundation

/// Who a node is; retained on its birth topic.
struct Birth: Encodable {
    let v = 1
    let node: String
    let instance: String?
    let session: Int
    let software: String
    let ort: String
    let arch: String
    let cpus: Int
    let memMib: Int
    let models: [String]
    let bindings: [String]
    let time: String

    enum CodingKeys: String, CodingKey {
        case v, node, instance, session, software, ort, arch, cpus, models, bindings, time
        case memMib = "mem_mib"
    }
}

/// How a node does; sent at an interval.
struct Health: Encodable {
    let v = 1
    let time: String
    let status: String
    let uptimeS: Int
    let rssMib: Int?
    let cpuPct: Double
    /// Accepted requests that have not run.
    let queue: Int
    let requests: Requests
    let store: Store
    let mqtt: Connections
    let models: [String: Model]
    let bindings: [String: Binding]
    let updates: Updates?
    /// True when bundles without a signature are taken; absent when not.
    let unsigned: Bool?

    enum CodingKeys: String, CodingKey {
        case v, time, status, queue, requests, store, mqtt, models, bindings, updates, unsigned
        case uptimeS = "uptime_s"
        case rssMib = "rss_mib"
        case cpuPct = "cpu_pct"
    }

    struct Requests: Encodable {
        let received: Int
        let answered: Int
        let expired: Int
        let ignored: Int
        let answersLost: Int
        let responseTopicRefused: Int
        let setAside: Int
        let suspects: Int
        let errors: [String: Int]

        enum CodingKeys: String, CodingKey {
            case received, answered, expired, ignored, suspects, errors
            case answersLost = "answers_lost"
            case responseTopicRefused = "response_topic_refused"
            case setAside = "set_aside"
        }
    }

    /// Predictions and events that wait until they can be sent.
    struct Store: Encodable {
        let messages: Int
        let bytes: Int
        let oldestS: Int
        /// Those that were given up for want of room or for age.
        let dropped: Int
        /// Those that the broker did not take.
        let refused: Int
        /// Why the disk does not keep them; absent when it does.
        let failure: String?

        enum CodingKeys: String, CodingKey {
            case messages, bytes, dropped, refused, failure
            case oldestS = "oldest_s"
        }
    }

    struct Connections: Encodable {
        let reconnects: Int
        let inflight: Int
        /// `up` or `down`; absent without an uplink.
        let uplink: String?
    }

    struct Model: Encodable {
        let version: String
        /// Why it does not serve; absent when it does.
        let reason: String?
        let n: Int
        let err: Int
        let runs: Int
        let ownThread: Bool
        /// Most rows that are joined; absent when it does not serve, as the next.
        let batchCap: Int?
        /// Threads within one run.
        let threads: Int?
        let batch: [String: Int]
        let p50Us: Int?
        let p99Us: Int?
        /// Where an update of it is; absent when there is none.
        let phase: String?
        /// How the data of its bindings stands to training's; absent when nobody watches.
        let drift: String?
        /// What is tried in its place; absent when nothing is.
        var candidate: Candidate?

        enum CodingKeys: String, CodingKey {
            case version, reason, n, err, runs, batch, threads, phase, drift, candidate
            case batchCap = "batch_cap"
            case ownThread = "own_thread"
            case p50Us = "p50_us"
            case p99Us = "p99_us"
        }
    }
}

extension Health {
    /// How a candidate for a model does.
    struct Candidate: Encodable {
        let version: String
        /// `shadow` or `trial`.
        let stage: String
        /// The share of keys and clients that it serves, in percent; absent for a shadow, as the next four.
        var share: Int?
        /// Requests and windows answered, and those that it failed on.
        var n: Int?
        var err: Int?
        var p50Us: Int?
        var p99Us: Int?
        /// Answers that were compared, that agreed, that failed, and copies that found no room; absent on trial.
        var compared: Int?
        var agreed: Int?
        var failed: Int?
        var dropped: Int?

        enum CodingKeys: String, CodingKey {
            case version, stage, share, n, err, compared, agreed, failed, dropped
            case p50Us = "p50_us"
            case p99Us = "p99_us"
        }
    }

    /// What became of one binding's telemetry.
    struct Binding: Encodable {
        /// Why it does not run; absent when it does.
        var reason: String?
        var readings = 0
        var rejected = 0
        var skipped = 0
        var late = 0
        var duplicates = 0
        var ignored = 0
        var evicted = 0
        var dropped = 0
        var keys = 0
        var restarts = 0
        var windows = 0
        var errors = 0
        var anomaliesOpen = 0
        var predictions = 0
        var events = 0
        /// Windows that have not run.
        var queue = 0

        enum CodingKeys: String, CodingKey {
            case reason, readings, rejected, skipped, late, duplicates, ignored, evicted, dropped, keys, restarts,
                windows
            case errors, predictions, events, queue
            case anomaliesOpen = "anomalies_open"
        }
    }
}

extension Health.Binding {
    /// Of a binding that runs.
    init(_ binding: HostedBinding) {
        let statistics = binding.statistics
        readings = statistics.readings
        rejected = statistics.rejected
        skipped = statistics.skipped
        late = statistics.late
        duplicates = statistics.duplicates
        ignored = statistics.ignored
        evicted = statistics.evicted
        dropped = statistics.dropped
        keys = binding.keys.count
        restarts = statistics.restarts
        windows = statistics.windows
        errors = statistics.errors
        anomaliesOpen = statistics.open
        predictions = statistics.predictions
        events = statistics.opened + statistics.closed
        queue = binding.waitingWindows
        reason = binding.reason
    }
}
