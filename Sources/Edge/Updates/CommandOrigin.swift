import MQTT

/// Where the reply to a command goes.
struct CommandOrigin {
    /// As the command has it.
    let id: String?
    /// What the sender asks for, where it is allowed; nil: the node's own topic for results.
    let topic: TopicName?
    /// Given back untouched.
    let correlationData: CorrelationData?
    /// When nobody waits any more.
    let deadline: ContinuousClock.Instant?

    init(id: String?, topic: TopicName?, correlationData: CorrelationData?, expiry: UInt32?) {
        self.id = id
        self.topic = topic
        self.correlationData = correlationData
        deadline = expiry.map { .now + .seconds($0) }
    }
}
