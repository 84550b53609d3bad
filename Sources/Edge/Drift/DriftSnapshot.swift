import Drift

/// What a watch knows, for the time when the program is away; bound to the version of the model and to the profile.
struct DriftSnapshot: Sendable, Codable {
    /// The schema that this program writes and reads.
    static let currentSchema = 1

    /// What is known of a feature.
    struct Feature: Sendable, Codable {
        let name: String
        let counts: FeatureCounts
        let detectors: [Detector]
    }

    let schemaVersion: Int
    let rows: Int
    let clock: RowClock
    let arrivals: RowClock
    let alarms: AlarmState
    let features: [Feature]

    private enum CodingKeys: String, CodingKey {
        case rows, clock, arrivals, alarms, features
        case schemaVersion = "schema_version"
    }

    /// What a watch knows now.
    init(_ watch: DriftWatch) {
        schemaVersion = Self.currentSchema
        rows = watch.rows
        clock = watch.clock
        arrivals = watch.arrivals
        alarms = watch.board.state
        features = watch.features.map {
            Feature(name: $0.name, counts: $0.counts, detectors: $0.streams.map(\.detector))
        }
    }
}

extension DriftWatch {
    /// Goes on from what was saved; windows fill anew, alarms warm up again.
    ///
    /// - Throws: why it cannot be used; nothing has changed then.
    func restore(_ snapshot: DriftSnapshot) throws(EdgeError) {
        guard snapshot.schemaVersion == DriftSnapshot.currentSchema else {
            throw EdgeError(
                "it has schema \(snapshot.schemaVersion), this program reads \(DriftSnapshot.currentSchema); it begins anew"
            )
        }
        guard (0...1 << 53).contains(snapshot.rows), snapshot.clock.isSound, snapshot.arrivals.isSound else {
            throw EdgeError("it holds numbers that cannot be; it begins anew")
        }
        do throws(AlarmError) {
            try board.restore(snapshot.alarms)
        } catch {
            throw EdgeError("\(error)")
        }
        rows = snapshot.rows
        begunAt = rows
        clock = snapshot.clock
        arrivals = snapshot.arrivals
        let saved = Dictionary(snapshot.features.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for index in features.indices {
            features[index].windowStart = rows
            guard let feature = saved[features[index].name] else { continue }
            features[index].counts = feature.counts
            for stream in features[index].streams.indices {
                let fresh = features[index].streams[stream].detector
                let old = feature.detectors.first { $0.kind == fresh.kind && $0.settings == fresh.settings }
                if let old { features[index].streams[stream].detector = old }
            }
        }
        beginComponents()
    }
}
