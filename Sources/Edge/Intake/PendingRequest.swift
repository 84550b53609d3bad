import MQTT
import OpenInference

/// Where an answer goes, and how.
struct ReplyAddress: Sendable {
    /// Where.
    let topic: TopicName
    /// As the request came.
    let qos: QoS
    /// Given back untouched.
    let correlationData: CorrelationData?
    /// When nobody waits any more.
    let deadline: ContinuousClock.Instant?
    /// True when the requester named the topic; false: it is the node's result topic and perhaps nobody listens.
    let isAwaited: Bool
}

/// The held acknowledgement of a message, with the lane that holds it.
struct HeldMessage {
    let lane: Lane
    let hold: Lane.Hold

    func settle() { lane.settle(hold) }
}

/// A valid request on its way to a model.
struct PendingRequest {
    let request: InferRequest
    let reply: ReplyAddress
    let arrival: ContinuousClock.Instant
    let held: HeldMessage?
    /// True for a suspect, which runs among suspects only.
    let isSuspect: Bool
}
