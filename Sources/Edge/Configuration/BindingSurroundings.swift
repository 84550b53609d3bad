import MQTT

/// What a binding must go together with.
struct BindingSurroundings {
    let node: Name
    let instance: Name?
    let prefix: TopicPrefix
    let models: [Settings.ModelReference]

    /// What the node itself publishes to, but for answers that requesters have asked for elsewhere.
    var ownOutputs: [TopicFilter] { Topics.outputs(prefix: prefix, node: node) }
}
