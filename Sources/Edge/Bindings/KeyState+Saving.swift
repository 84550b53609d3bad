import Anomaly
import Telemetry

/// The state of a key as bytes, for the time when the program is away.
extension KeyState {
    /// Changes when the bytes mean something else.
    static let savedVersion = 3

    /// Appends the state.
    func save(to writer: inout StateWriter, now: Timestamp) {
        writer.write(Self.savedVersion)
        writer.write(now)
        // What an open episode needs comes first: it can be read whatever the form of the rest.
        writer.write(topFields?.count ?? -1)
        for field in topFields ?? [] {
            writer.write(field.path)
            writer.write(field.share)
        }
        writer.write(threshold ?? 0)
        monitor.save(to: &writer)
        writer.write(order.latest)
        writer.write(publication.decision.map { $0 ? 1 : 0 } ?? -1)
        writer.write(missing.last.count)
        for value in missing.last { writer.write(value) }
        window?.save(to: &writer)
    }

    /// What became of saved state.
    enum Restored {
        case state(KeyState)
        /// It is older than the longest gap in a window; only its scores are there.
        case tooOld(KeyState)
        /// The bytes are none of this program's.
        case unreadable
    }

    /// Restores the state of a key.
    ///
    /// Where readings have times of their own those tell whether there is a gap; else the time that has passed does.
    static func restore(key: [UInt8], from bytes: [UInt8], fit: FittedBinding, now: Timestamp) -> Restored {
        var reader = StateReader(bytes)
        var state = KeyState(key: key, fit: fit)
        guard let saved = readHead(&reader, into: &state), let latest = reader.readTime(),
            let decision = reader.readInt(), let count = reader.readInt(), count == 0 || count == fit.fields
        else { return .unreadable }
        if fit.settings.plan.time == nil, let gap = fit.window?.maximalGapSeconds, now.seconds(since: saved) > gap {
            return .tooOld(state)
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
        return reader.isAtEnd ? .state(state) : .unreadable
    }

    /// What an episode needs of state that cannot be used otherwise; nil where none was open.
    static func remains(key: [UInt8], from bytes: [UInt8], fit: FittedBinding) -> KeyState? {
        var reader = StateReader(bytes)
        var state = KeyState(key: key, fit: fit)
        guard readHead(&reader, into: &state) != nil, state.monitor.episode != nil else { return nil }
        return state
    }

    /// Reads when it was saved, and all that hangs on no model, field or window.
    private static func readHead(_ reader: inout StateReader, into state: inout KeyState) -> Timestamp? {
        guard reader.readInt() == savedVersion, let saved = reader.readTime()?.value, let count = reader.readInt(),
            (-1...AnomalyEvents.mostFields).contains(count)
        else { return nil }
        if count >= 0 { state.topFields = [] }
        for _ in 0..<max(0, count) {
            guard let path = reader.readText(), let share = reader.readDouble(), share.isFinite else { return nil }
            state.topFields?.append(AnomalyEvents.FieldShare(path: path, share: share))
        }
        guard let threshold = reader.readDouble(), threshold.isFinite, threshold >= 0,
            let monitor = AnomalyMonitor(restoring: &reader)
        else { return nil }
        if threshold > 0 { state.threshold = threshold }
        state.monitor = monitor
        return saved
    }
}
