/// What an incoming topic asks for.
struct Destination {
    /// The model's name as it stands in the topic.
    let name: String
    /// The version, where one is asked for.
    let version: String?
    /// The model's place; nil when the configuration has none of that name.
    let slot: ModelSlot?
    /// True on a queue topic: the request was set aside before.
    let isQueued: Bool

    /// A model and a version as they were named beside MQTT.
    init(model: String, version: String?, in node: Node) {
        (name, self.version, isQueued) = (model, version, false)
        slot = node.slot(model)
    }

    init(_ route: Topics.Route, in node: Node) {
        switch route {
        case .infer(let model, let version):
            (name, self.version, isQueued) = (model, version, false)
        case .queued(let model, let version):
            (name, self.version, isQueued) = (model, version, true)
        }
        slot = node.slot(name)
    }
}
