import Anomaly
import MQTT
import Telemetry

/// A binding of the configuration, as the loop's thread sees it.
final class HostedBinding {
    let settings: Settings.Binding
    /// Where its predictions go.
    let topic: TopicName
    /// What its lane subscribes to.
    let filters: [TopicFilter]
    /// Its way to the model that serves is the only one; it is there once the binding is made.
    var ways: [HostedFit] = []
    /// Its way to a candidate that serves a share of the keys.
    var candidate: HostedFit?
    /// Ways to models that serve no more and have not finished.
    var retiring: [HostedFit] = []
    var share = Share(percent: 100)
    private var fitCount = 0
    private let queueLimit: Int
    /// Why nothing is read of it; nil: it runs.
    var reason: String?
    var statistics = BindingStatistics()
    /// Messages that were read, and when the last one came.
    var messages = 0
    var lastArrival: Timestamp?
    /// The state of every key.
    var keys: KeyTable<KeyState>
    /// The places of keys that changed since they were saved.
    var changed: [KeyTable<KeyState>.Place] = []
    /// The places of keys of which an anomaly began or ended since they were saved: they are saved at once.
    var urgent: [KeyTable<KeyState>.Place] = []
    /// Telemetry that these came of; it is acknowledged when they are saved.
    var urgentHolds: [SharedHold] = []

    /// Keeps its rows for retraining; nil: nobody does.
    var rows: RowJournal?
    /// The way to the model that was told last to be watched for drift.
    var watched: HostedFit?

    var name: Name { settings.name }

    init(_ fit: FittedBinding, model: HostedModel, limits: Settings.Limits, topics: Topics) throws(EdgeError) {
        settings = fit.settings
        topic = try topics.prediction(fit.settings.name)
        filters = try topics.source(settings)
        keys = KeyTable(limit: limits.keysPerBinding)
        queueLimit = limits.queue
        ways = [add(fit, model: model)]
    }

    /// Its way to the model that serves.
    var active: HostedFit { ways[0] }
    /// What is watched for drift with the model that serves; nil: nothing.
    var watch: DriftWatch? { active.watch }
    /// All ways to models that may have something to do.
    var fits: [HostedFit] { retiring + [active] + (candidate.map { [$0] } ?? []) }
    /// True when nothing waits and nothing runs.
    var isIdle: Bool { active.isIdle && candidate?.isIdle != false && retiring.allSatisfy(\.isIdle) }
    /// Windows that have not run.
    var waitingWindows: Int { fits.reduce(0) { $0 + $1.queue.windows } }

    // MARK: keys

    /// Where the windows of a key go.
    func fit(of slot: Int) -> HostedFit { fit(of: keys[slot]) }

    /// The same, of a state that may be in the table no more.
    func fit(of state: KeyState) -> HostedFit {
        guard let candidate, state.fit == candidate.number else { return active }
        return candidate
    }

    /// The state of a key that was not seen before.
    func newState(of key: [UInt8]) -> KeyState {
        var state = KeyState(key: key, fit: active.fit)
        state.fit = active.number
        place(&state)
        return state
    }

    /// Begins all windows anew.
    func restartWindows() {
        for place in keys.places where keys[place.slot].window?.rows ?? 0 > 0 {
            keys[place.slot].window?.restart()
            change(place)
        }
    }

    /// Notes that an anomaly of a key has begun or ended; `hold` gets a share until that is saved.
    func changeEpisode(_ place: KeyTable<KeyState>.Place, hold: SharedHold?) {
        if let hold {
            hold.retain()
            urgentHolds.append(hold)
        }
        guard !keys[place.slot].isUrgent else { return }
        keys[place.slot].isUrgent = true
        urgent.append(place)
        if urgent.count > 2 * keys.limit { urgent.removeAll { !keys.holds($0) } }
    }

    /// True when something is to be saved at once.
    var isUrgent: Bool { !urgent.isEmpty || !urgentHolds.isEmpty }

    /// The slots of keys with windows that have not run and would come again after a crash.
    var slotsUnderWay: Set<Int> {
        var slots: Set<Int> = []
        for fit in fits {
            for step in fit.queue.steps where step.hold != nil { slots.insert(step.place.slot) }
            for step in fit.batch.steps where step.hold != nil { slots.insert(step.place.slot) }
        }
        return slots
    }

    /// Notes that the state of a key is to be saved.
    func change(_ place: KeyTable<KeyState>.Place) {
        guard !keys[place.slot].isChanged else { return }
        keys[place.slot].isChanged = true
        changed.append(place)
        // Keys that are gone are passed over when it is saved; there must not be too many of them.
        if changed.count > 2 * keys.limit { changed.removeAll { !keys.holds($0) } }
    }

    /// Makes another way to a model.
    func add(_ fit: FittedBinding, model: HostedModel) -> HostedFit {
        fitCount += 1
        let hosted = HostedFit(fit, number: fitCount, model: model, binding: self, limit: queueLimit)
        model.fits.append(hosted)
        return hosted
    }

    /// Lets a key go where it belongs; true when that is elsewhere than before.
    ///
    /// Its window goes on where the other model's windows have the same shape, else it begins anew.
    @discardableResult
    func place(_ state: inout KeyState) -> Bool {
        let home = candidate.map { share.takes(state.json) ? $0 : active } ?? active
        guard state.fit != home.number else { return false }
        state.fit = home.number
        if state.window?.shape != home.fit.window {
            state.window = home.fit.window.map { WindowBuffer(shape: $0, fields: home.fit.fields) }
        }
        return true
    }
}
