import MQTT

/// The topics of one node, contract v1.
struct Topics: Sendable {
    /// Where a request came in.
    enum Route: Hashable {
        /// A request; `version` when the topic names one.
        case infer(model: String, version: String?)
        /// A request that was put aside for a slow model's lane.
        case queued(model: String, version: String?)
    }

    let status: TopicName
    let birth: TopicName
    let health: TopicName
    let inputEvent: TopicName
    let anomalyEvent: TopicName
    let modelEvent: TopicName
    let driftEvent: TopicName
    let qualityEvent: TopicName
    let retrainEvent: TopicName
    /// Where replies to commands go that nobody named a topic for.
    let commandResult: TopicName
    /// Where commands to the node come in.
    let commandTopic: String
    /// What that is subscribed with.
    let command: TopicFilter
    /// What update commands are subscribed with.
    let install: TopicFilter
    /// What the main lane subscribes to.
    let requestFilters: [TopicFilter]

    private let root: String
    /// The root and a slash.
    private let stem: String
    /// What the topics end in that one process alone owns.
    private let own: String
    private let shareGroup: String?
    private let allowed: [TopicFilter]

    init(_ settings: Settings) throws(EdgeError) {
        root = "\(settings.prefix)/\(settings.node)"
        stem = root + "/"
        shareGroup = settings.instance.map { _ in "marram-\(settings.node)" }
        own = settings.instance.map { "/\($0)" } ?? ""
        status = try Self.topic("\(root)/status\(own)")
        birth = try Self.topic("\(root)/birth\(own)")
        health = try Self.topic("\(root)/health\(own)")
        inputEvent = try Self.topic("\(root)/event/input")
        anomalyEvent = try Self.topic("\(root)/event/anomaly")
        modelEvent = try Self.topic("\(root)/event/model")
        driftEvent = try Self.topic("\(root)/event/drift")
        qualityEvent = try Self.topic("\(root)/event/dataquality")
        retrainEvent = try Self.topic("\(root)/event/retrain")
        commandTopic = root + "/cmd"
        commandResult = try Self.topic("\(root)/cmd/result")
        command = try Self.filter(commandTopic)
        install = try Self.filter("\(root)/model/+/set")
        requestFilters = try Self.filters(["\(root)/infer/+", "\(root)/infer/+/+"], share: shareGroup)
        allowed = try Self.filters(settings.requests.responseAllow, share: nil)
    }

    /// Where answers go that nobody named a topic for.
    func result(_ model: Name) -> TopicName? { TopicName("\(root)/result/\(model)") }

    /// Where a binding's predictions go.
    func prediction(_ binding: Name) throws(EdgeError) -> TopicName { try Self.topic("\(root)/prediction/\(binding)") }

    /// Where it is told how a binding's data stands to training's.
    func drift(_ binding: Name) -> TopicName? { TopicName("\(root)/drift/\(binding)\(own)") }

    /// What the lane of a binding's labels subscribes to.
    func labels(_ labels: Settings.Binding.Labels) throws(EdgeError) -> [TopicFilter] {
        try Self.filters([labels.source.topic], share: nil)
    }

    /// What a binding's lane subscribes to.
    func source(_ binding: Settings.Binding) throws(EdgeError) -> [TopicFilter] {
        let group = "marram-\(root.split(separator: "/").last ?? "")-\(binding.name)"
        return try Self.filters([binding.source.topic], share: binding.source.isShared ? group : nil)
    }

    /// Every topic that a node says something on by itself, with whatever instance, model or binding.
    static func outputs(prefix: TopicPrefix, node: Name) -> [TopicFilter] {
        let ends = [
            "prediction/+", "event/+", "drift/+", "drift/+/+", "result/+", "queue/+", "queue/+/+", "status", "status/+",
            "birth",
            "birth/+", "health", "health/+", "cmd/result", "model/+/state", "model/+/state/+", "model/+/job/+",
            "model/+/job/+/+",
        ]
        return ends.compactMap { TopicFilter("\(prefix)/\(node)/\($0)") }
    }

    /// Where requests for a slow model wait for its lane.
    func queue(_ model: Name, version: String?) -> TopicName? {
        TopicName("\(root)/queue/\(model)" + (version.map { "/\($0)" } ?? ""))
    }

    /// What a slow model's lane subscribes to.
    func queueFilters(_ model: Name) throws(EdgeError) -> [TopicFilter] {
        try Self.filters(["\(root)/queue/\(model)", "\(root)/queue/\(model)/+"], share: shareGroup)
    }

    /// Where the state of a model is told.
    func state(_ model: Name) -> TopicName? { TopicName("\(root)/model/\(model)/state\(own)") }

    /// Where the progress of an update is told.
    func job(_ job: String, of model: Name) -> TopicName? { TopicName("\(root)/model/\(model)/job/\(job)\(own)") }

    /// Where updates of a model are asked for.
    func set(_ model: Name) -> TopicName? { TopicName("\(root)/model/\(model)/set") }

    /// The model that a topic asks an update for, as it stands there; nil when it is none of these topics.
    func modelToSet(_ topic: String) -> String? {
        guard topic.utf8.starts(with: stem.utf8) else { return nil }
        let levels = topic.utf8.dropFirst(stem.utf8.count).split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard levels.count == 3, levels[0].elementsEqual("model".utf8), levels[2].elementsEqual("set".utf8) else {
            return nil
        }
        return String(Substring(levels[1]))
    }

    /// Reads an incoming topic; nil when it is none of the node's request topics.
    func route(_ topic: String) -> Route? {
        guard topic.utf8.starts(with: stem.utf8) else { return nil }
        let levels = topic.utf8.dropFirst(stem.utf8.count).split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard levels.count == 2 || levels.count == 3 else { return nil }
        let model = String(Substring(levels[1]))
        let version = levels.count == 3 ? String(Substring(levels[2])) : nil
        if levels[0].elementsEqual("infer".utf8) { return .infer(model: model, version: version) }
        if levels[0].elementsEqual("queue".utf8) { return .queued(model: model, version: version) }
        return nil
    }

    /// Where a request was sent to: one that waited for a slow model's lane comes on the node's own topic.
    func asked(_ topic: String) -> String {
        let queue = stem + "queue/"
        return topic.hasPrefix(queue) ? stem + "infer/" + topic.dropFirst(queue.count) : topic
    }

    /// True when a requester may ask for its answer there: within the allow-list, and none of the node's own topics.
    func mayAnswer(on topic: TopicName) -> Bool {
        let text = topic.description
        guard !text.hasPrefix("$") else { return false }
        if text == root || text.hasPrefix(stem), !text.hasPrefix(root + "/reply/") { return false }
        return allowed.contains { $0.matches(topic) }
    }

    private static func topic(_ text: String) throws(EdgeError) -> TopicName {
        guard let topic = TopicName(text) else { throw EdgeError("'\(text)' cannot be a topic; check prefix and node") }
        return topic
    }

    private static func filter(_ text: String) throws(EdgeError) -> TopicFilter {
        guard let filter = TopicFilter(text) else {
            throw EdgeError("'\(text)' cannot be a topic filter; check prefix and node")
        }
        return filter
    }

    private static func filters(_ texts: [String], share group: String?) throws(EdgeError) -> [TopicFilter] {
        var filters: [TopicFilter] = []
        for text in texts {
            guard let filter = TopicFilter(group.map { "$share/\($0)/\(text)" } ?? text) else {
                throw EdgeError("'\(text)' cannot be a topic filter; check prefix, node and requests.response_allow")
            }
            filters.append(filter)
        }
        return filters
    }
}
