import Telemetry

/// What was said of each key, and when, so that a label that comes later can be held against it.
struct DecisionHistory: Sendable {
    /// Most changes that are kept of a key.
    static let mostChanges = 64

    private struct Change: Sendable {
        let time: Timestamp
        let isAnomalous: Bool
    }

    /// Most keys; of further ones nothing is kept.
    private let mostKeys: Int
    private var changes: [[UInt8]: [Change]] = [:]

    init(mostKeys: Int) { self.mostKeys = mostKeys }

    /// Notes what was said of a key.
    mutating func note(_ isAnomalous: Bool, of key: [UInt8], at time: Timestamp) {
        guard let last = changes[key]?.last else {
            if changes.count < mostKeys { changes[key] = [Change(time: time, isAnomalous: isAnomalous)] }
            return
        }
        guard last.isAnomalous != isAnomalous else { return }
        if (changes[key]?.count ?? 0) >= Self.mostChanges { changes[key]?.removeFirst() }
        changes[key]?.append(Change(time: time, isAnomalous: isAnomalous))
    }

    /// What had been said of a key at a time; nil: nothing yet, or nothing any more.
    func decision(on key: [UInt8], at time: Timestamp?) -> Bool? {
        guard let known = changes[key] else { return nil }
        guard let time else { return known.last?.isAnomalous }
        return known.last { $0.time <= time }?.isAnomalous
    }
}
