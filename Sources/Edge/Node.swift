import OpenInference

/// The state of a node that several rooms of the loop's thread share; used on that thread alone.
final class Node {
    let settings: Settings
    let topics: Topics
    let models: [HostedModel]
    var counters = Counters()

    private let byName: [String: HostedModel]

    init(settings: Settings, topics: Topics, models: [HostedModel]) {
        self.settings = settings
        self.topics = topics
        self.models = models
        byName = Dictionary(uniqueKeysWithValues: models.map { ($0.name.description, $0) })
    }

    /// The model of that name, if the configuration has it.
    func model(_ name: String) -> HostedModel? { byName[name] }

    /// Accepted requests that have not run.
    var waiting: Int { models.reduce(0) { $0 + $1.waiting.count } }

    /// True when a request of QoS 1 is acknowledged only once its answer is safe.
    var acknowledgesAfterAnswer: Bool {
        settings.requests.qos == 1 && settings.requests.acknowledge == .afterAnswer
    }
}
