import Foundation

/// A health message as its readers see it.
struct HealthReport: Decodable, Sendable {
    struct Requests: Decodable, Sendable {
        let received, answered, expired, ignored, answersLost, responseTopicRefused, setAside, suspects: Int
        let errors: [String: Int]
    }

    struct Store: Decodable, Sendable {
        let messages, bytes, oldestS, dropped, refused: Int
        let failure: String?
    }

    struct Connections: Decodable, Sendable {
        let reconnects, inflight: Int
        let uplink: String?
    }

    struct Model: Decodable, Sendable {
        let version: String
        let reason: String?
        let n, err, runs: Int
        let ownThread: Bool
        let batch: [String: Int]
        let batchCap, threads: Int?
        let phase, drift: String?
        let p50Us, p99Us: Int?
        let candidate: Candidate?
    }

    struct Candidate: Decodable, Sendable {
        let version, stage: String
        let share, n, err, compared, agreed, failed, dropped: Int?
    }

    struct Binding: Decodable, Sendable {
        var reason: String?
        var readings = 0, rejected = 0, skipped = 0, late = 0, duplicates = 0, ignored = 0, evicted = 0, dropped = 0
        var keys = 0, restarts = 0, windows = 0, errors = 0, anomaliesOpen = 0, predictions = 0, events = 0, queue = 0
    }

    struct Updates: Decodable, Sendable {
        let enabled: Bool
        let running: Int
        let trouble: String?
    }

    let v: Int
    let updates: Updates?
    let unsigned: Bool?
    let time, status: String
    let uptimeS, queue: Int
    let rssMib: Int?
    let cpuPct: Double
    let requests: Requests
    let store: Store
    let mqtt: Connections
    let models: [String: Model]
    let bindings: [String: Binding]

    init(reading bytes: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(bytes))
    }
}
