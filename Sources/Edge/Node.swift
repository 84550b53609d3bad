import OpenInference

/// The state of a node that several rooms of the loop's thread share; used on that thread alone.
final class Node {
    let settings: Settings
    let topics: Topics
    /// One for each model of the configuration, in its order.
    let slots: [ModelSlot]
    /// All that may have something to do: what serves, candidates, and those that have not finished.
    private(set) var models: [HostedModel] = []
    var counters = Counters()

    private let byName: [String: ModelSlot]

    init(settings: Settings, topics: Topics, slots: [ModelSlot]) {
        self.settings = settings
        self.topics = topics
        self.slots = slots
        byName = Dictionary(uniqueKeysWithValues: slots.map { ($0.name.description, $0) })
        slotsHaveChanged()
    }

    /// The place of the model of that name, if the configuration has it.
    func slot(_ name: String) -> ModelSlot? { byName[name] }

    /// What whoever asks for a model that there is not is told.
    func unknown(model name: String) -> InferError {
        let known = slots.map(\.name.description).joined(separator: ", ")
        let shown = Name(name).map { "'\($0)'" } ?? "of that name"
        return InferError(.unknownModel, "there is no model \(shown); there are: \(known.isEmpty ? "none" : known)")
    }

    /// Notes who serves; to be called after what is in a slot has changed.
    func slotsHaveChanged() { models = slots.flatMap(\.hosted) }

    /// Lets a model serve by what was measured of it, if it is still there.
    func adopt(_ outcome: Calibrator.Outcome) {
        for model in slot(outcome.model.description)?.hosted ?? [] { model.adopt(outcome.profile, of: outcome.session) }
    }

    /// Accepted requests that have not run.
    var waiting: Int { models.reduce(0) { $0 + $1.waiting.count } }

    /// True when a request of QoS 1 is acknowledged only once its answer is safe.
    var acknowledgesAfterAnswer: Bool {
        settings.requests.qos == 1 && settings.requests.acknowledge == .afterAnswer
    }
}
