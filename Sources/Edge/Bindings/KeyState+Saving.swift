import Anomaly
import Telemetry

/// The state of a key as bytes, for the time when the program is away.
extension KeyState {
    /// Changes when the bytes mean something else.
    static let savedVersion = 1

    /// Appends the state.
    func save(to writer: inout StateWriter, now: Timestamp) {
        writer.write(Self.savedVersion)
        writer.write(now)
        writer.write(order.latest)
        writer.write(publication.decision.map { $0 ? 1 : 0 } ?? -1)
        writer.write(missing.last.count)
        for value in missing.last { writer.write(value) }
        window?.save(to: &writer)
        monitor.save(to: &writer)
    }

    /// What became of saved state.
    enum Restored {
        case state(KeyState)
        /// It is older than the longest gap in a window.
        case tooOld
        /// The bytes are none of this program's.
        case unreadable
    }

    /// Restores the state of a key.
    ///
    /// Where readings have times of their own those tell whether there is a gap; else the time that has passed does.
    static func restore(key: [UInt8], from bytes: [UInt8], fit: FittedBinding, now: Timestamp) -> Restored {
        var reader = StateReader(bytes)
        var state = KeyState(key: key, fit: fit)
        guard reader.readInt() == savedVersion, let saved = reader.readTime()?.value, let latest = reader.readTime(),
            let decision = reader.readInt(), let count = reader.readInt(), count == 0 || count == fit.fields
        else { return .unreadable }
        if fit.settings.plan.time == nil, let gap = fit.window?.maximalGapSeconds, now.seconds(since: saved) > gap {
            return .tooOld
        }
        state.order.latest = latest.value
        state.publication = Publication(decision: decision < 0 ? nil : decision == 1)
        var last: [Double] = []
        for _ in 0..<count {
            guard let value = reader.readDouble() else { return .unreadable }
            last.append(value)
        }
        state.missing = MissingValues(last: last)
        if let shape = fit.window {
            guard let window = WindowBuffer(restoring: &reader, shape: shape, fields: fit.fields) else {
                return .unreadable
            }
            state.window = window
        }
        guard let monitor = AnomalyMonitor(restoring: &reader), reader.isAtEnd else { return .unreadable }
        state.monitor = monitor
        return .state(state)
    }
}
