import Drift
import Telemetry

/// The quality of the readings of each key: what no model should be judged or trained by.
///
/// Each key has monitors of its own, since a sensor is stuck and a device silent by itself. The first keys have, up to a
/// number; of further ones nothing is watched.
struct QualityWatch {
    /// Something began or ended.
    struct Change: Sendable {
        let key: [UInt8]
        /// Its place among the features that were given.
        let feature: Int
        let kind: QualityKind
        let isOpen: Bool
        let value: Double
        let limit: Double
        let time: Timestamp
    }

    /// Most monitors: features times keys.
    static let mostMonitors = 4096

    private struct Keyed {
        var generation: Int
        var key: [UInt8]
        var monitors: [QualityMonitor]
        var lastTime: Timestamp
        var lastArrival: Timestamp
    }

    /// Fields of readings that are watched, and what is allowed of each.
    private let fields: [(field: Int, thresholds: QualityThresholds)]
    private let mostKeys: Int
    /// By the slots of keys.
    private var keyed: [Keyed?] = []
    /// Keys that are watched.
    private(set) var keys = 0
    /// Violations that are open, by kind.
    private var openByKind: [QualityKind: Int] = [:]

    /// Watches fields.
    init(_ fields: [(field: Int, thresholds: QualityThresholds)]) {
        self.fields = fields
        mostKeys = fields.isEmpty ? 0 : max(1, Self.mostMonitors / fields.count)
    }

    /// Violations that are open.
    var open: Int { openByKind.values.reduce(0, +) }

    /// Whether one of these kinds is open.
    func isOpen(_ kinds: [QualityKind]) -> Bool { kinds.contains { openByKind[$0, default: 0] > 0 } }

    /// Takes a reading as it came: NaN where a field is missing.
    ///
    /// - Returns: what began or ended with it.
    mutating func take(
        _ values: [Double],
        _ key: [UInt8],
        _ place: (slot: Int, generation: Int),
        at time: Timestamp,
        arrival: Timestamp
    ) -> [Change] {
        guard prepare(key, place, time) else { return [] }
        var changes: [Change] = []
        for (index, field) in fields.enumerated() {
            let value = values[field.field]
            let found = keyed[place.slot]?.monitors[index].add(value.isNaN ? nil : value, at: time.microseconds) ?? []
            for violation in found { note(Change(key, index, violation), &changes) }
        }
        keyed[place.slot]?.lastTime = time
        keyed[place.slot]?.lastArrival = arrival
        return changes
    }

    /// Looks for silence; to be asked now and then.
    mutating func look(at now: Timestamp) -> [Change] {
        var changes: [Change] = []
        for slot in keyed.indices {
            guard let own = keyed[slot] else { continue }
            let passed = max(0, now.microseconds - own.lastArrival.microseconds)
            let time = own.lastTime.microseconds.addingReportingOverflow(passed)
            for index in own.monitors.indices {
                let found = keyed[slot]?.monitors[index].look(at: time.overflow ? .max : time.partialValue) ?? []
                for violation in found { note(Change(own.key, index, violation), &changes) }
            }
        }
        return changes
    }

    /// Forgets everything.
    mutating func removeAll() {
        keyed = []
        (keys, openByKind) = (0, [:])
    }

    /// Makes sure that a key has monitors; false: there is no room for it.
    private mutating func prepare(_ key: [UInt8], _ place: (slot: Int, generation: Int), _ time: Timestamp) -> Bool {
        if place.slot >= keyed.count {
            guard keys < mostKeys else { return false }
            keyed.append(contentsOf: repeatElement(nil, count: place.slot + 1 - keyed.count))
        }
        if let own = keyed[place.slot] {
            if own.generation == place.generation { return true }
            // Another key had the slot: what was open of it is nobody's any more.
            for kind in own.monitors.flatMap(\.open) { openByKind[kind, default: 0] -= 1 }
        } else if keys < mostKeys {
            keys += 1
        } else {
            return false
        }
        let monitors = fields.compactMap { try? QualityMonitor($0.thresholds) }
        keyed[place.slot] = Keyed(
            generation: place.generation,
            key: key,
            monitors: monitors,
            lastTime: time,
            lastArrival: time
        )
        return monitors.count == fields.count
    }

    private mutating func note(_ change: Change, _ changes: inout [Change]) {
        openByKind[change.kind, default: 0] += change.isOpen ? 1 : -1
        changes.append(change)
    }
}

extension QualityWatch.Change {
    fileprivate init(_ key: [UInt8], _ feature: Int, _ violation: QualityViolation) {
        self.init(
            key: key,
            feature: feature,
            kind: violation.kind,
            isOpen: violation.isOpen,
            value: violation.statistic,
            limit: violation.threshold,
            time: Timestamp(microseconds: violation.time)
        )
    }
}
