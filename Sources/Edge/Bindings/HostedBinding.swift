import Anomaly
import MQTT
import Telemetry

/// A binding of the configuration, as the loop's thread sees it.
final class HostedBinding {
    let settings: Settings.Binding
    let fit: FittedBinding
    /// The model that it goes to.
    let model: HostedModel
    let writer: PredictionWriter
    /// What its lane subscribes to.
    let filters: [TopicFilter]
    var statistics = BindingStatistics()
    /// The state of every key.
    var keys: KeyTable<KeyState>
    /// What waits for the model.
    var queue: WindowQueue
    /// What runs, or will run next.
    let batch: WindowBatch
    /// The places of keys that changed since they were saved.
    var changed: [KeyTable<KeyState>.Place] = []
    /// The places of keys of which an anomaly began or ended since they were saved: they are saved at once.
    var urgent: [KeyTable<KeyState>.Place] = []
    /// Telemetry that these came of; it is acknowledged when they are saved.
    var urgentHolds: [SharedHold] = []

    var name: Name { settings.name }

    init(_ fit: FittedBinding, model: HostedModel, limits: Settings.Limits, topics: Topics) throws(EdgeError) {
        self.fit = fit
        self.model = model
        settings = fit.settings
        writer = PredictionWriter(fit, topic: try topics.prediction(fit.settings.name), model: model)
        filters = try topics.source(settings)
        keys = KeyTable(limit: limits.keysPerBinding)
        queue = WindowQueue(width: fit.numbers, limit: limits.queue)
        batch = WindowBatch(fit)
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
        Set((queue.steps + batch.steps).lazy.filter { $0.hold != nil }.map(\.place.slot))
    }

    /// Notes that the state of a key is to be saved.
    func change(_ place: KeyTable<KeyState>.Place) {
        guard !keys[place.slot].isChanged else { return }
        keys[place.slot].isChanged = true
        changed.append(place)
        // Keys that are gone are passed over when it is saved; there must not be too many of them.
        if changed.count > 2 * keys.limit { changed.removeAll { !keys.holds($0) } }
    }
}
