import MQTT
import OpenInference
import Tensors

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

/// Whom an answer goes to.
enum Recipient {
    /// Whoever listens to a topic.
    case topic(ReplyAddress)
    /// Somebody in this process.
    case visitor(Visitor)
}

/// The held acknowledgement of a message, with the lane that holds it.
struct HeldMessage {
    let lane: Lane
    let hold: Lane.Hold

    func settle() { lane.settle(hold) }
}

/// A valid request on its way to a model; its memory serves many requests, one after the other.
final class PendingRequest: RequestHolder {
    /// What is asked.
    var request = InferRequest()
    /// How its message was delivered.
    private(set) var delivery: Delivery?

    /// Everything about a request but what it asks.
    struct Delivery {
        let recipient: Recipient
        let arrival: ContinuousClock.Instant
        /// How long it took to read it.
        let decoding: Duration
        let held: HeldMessage?
        /// True for a suspect, which runs among suspects only.
        let isSuspect: Bool
        /// True when it names the version that it is for: no other one answers it.
        let isPinned: Bool
        /// When the requester wants an error instead of waiting any longer.
        let timeout: ContinuousClock.Instant?

        /// True when it came over HTTP.
        var isVisit: Bool { if case .visitor = recipient { true } else { false } }

        /// When nobody waits any more.
        var deadline: ContinuousClock.Instant? {
            guard case .topic(let reply) = recipient else { return nil }
            return reply.deadline
        }
    }

    /// Most bytes of tensors that are kept for the next request.
    private static let keptBytes = 64 * 1024

    /// True for a suspect, which runs among suspects only.
    var isSuspect: Bool { delivery?.isSuspect == true }

    /// Makes it wait for its model.
    func begin(_ delivery: Delivery) { self.delivery = delivery }

    /// Makes it ready for another request.
    func end() {
        delivery = nil
        if request.inputs.reduce(0, { $0 + $1.bytes.count }) > Self.keptBytes { request = InferRequest() }
    }
}
