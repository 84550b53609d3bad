import Cryptography
import Foundation
import Inference
import Logging
import MQTT
import OpenInference
import Storage
import Tensors

/// The one place where requests come in: it decodes each once, and passes on only what is valid.
final class Intake {
    /// A request that was delivered before, when the program died.
    private struct Suspect {
        let head: MessageHead
        let payload: [UInt8]
        let destination: Destination
        let held: HeldMessage?
        let arrival = ContinuousClock.now
        let digest: SHA256Digest
        let history: RequestHistory?
    }

    /// Most suspects that run as a group; as many as a burst holds by default.
    private static let groupLimit = 64

    let node: Node
    private let outlet: Outlet
    private let poison: PoisonRule
    private let decoder: RequestDecoder
    private let logger: Logger
    private var suspects: [Suspect] = []
    private var destination: Memo<Destination?>
    private var answerTopic: Memo<TopicName?>
    private var resultTopic: Memo<TopicName?>
    private var hasReportedResponseTopic = false

    init(node: Node, outlet: Outlet, poison: PoisonRule, logger: Logger) {
        self.node = node
        self.outlet = outlet
        self.poison = poison
        self.logger = logger
        let topics = node.topics
        destination = Memo { topics.route($0).map { Destination($0, in: node) } }
        answerTopic = Memo { TopicName($0).flatMap { topics.mayAnswer(on: $0) ? $0 : nil } }
        resultTopic = Memo { Name($0).flatMap { topics.result($0) } }
        let limits = node.settings.limits
        decoder = RequestDecoder(
            limits: RequestLimits(bytes: limits.mqttPayload, elements: limits.elements, depth: limits.jsonDepth)
        )
    }

    /// True while suspects wait.
    var hasSuspects: Bool { !suspects.isEmpty }

    /// Takes a message from a lane; `queueIsOpen` says whether a slow model's requests can be set aside.
    func receive(_ head: MessageHead, payload: RawSpan, from lane: Lane, queueIsOpen: (ModelSlot) -> Bool) {
        guard !head.retained, let destination = destination(head.topic) else {
            node.counters.ignored += 1
            return
        }
        let holds = head.qos == .atLeastOnce && node.acknowledgesAfterAnswer
        let held = holds ? HeldMessage(lane: lane, hold: lane.hold()) : nil
        if !destination.isQueued {
            node.counters.received += 1
            if let held, let slot = destination.slot, slot.main.worker != nil, queueIsOpen(slot),
                payload.byteCount <= node.settings.limits.mqttPayload,
                let topic = node.topics.queue(slot.name, version: destination.version)
            {
                setAside(head, payload: payload, on: topic, for: destination, held: held)
                return
            }
        }
        if poison.isActive, head.redelivered {
            suspect(head, payload: Array(copying: payload), for: destination, held: held)
            return
        }
        let now = ContinuousClock.now
        accept(head, payload: payload, for: destination, held: held, arrival: now, begun: now, isSuspect: false)
    }

    /// Lets the next suspects through, noted on disk; call it when nothing else runs.
    func admitSuspects() {
        guard let first = suspects.first else { return }
        if let history = first.history, history.exitsAlone >= PoisonRule.limit {
            refuse(suspects.removeFirst(), exits: history.exitsAlone)
            return
        }
        let runsAlone = first.history != nil
        let group = runsAlone ? suspects.prefix(1) : suspects.prefix(Self.groupLimit).prefix { $0.history == nil }
        suspects.removeFirst(group.count)
        poison.begin(group.map(\.digest))
        for suspect in group {
            unsafe accept(
                suspect.head,
                payload: suspect.payload.span.bytes,
                for: suspect.destination,
                held: suspect.held,
                arrival: suspect.arrival,
                begun: .now,
                isSuspect: true
            )
        }
    }

    /// Says that the suspects so far did no harm.
    func suspectsAreDone() { poison.end() }

    // MARK: suspects

    private func suspect(
        _ head: MessageHead,
        payload: [UInt8],
        for destination: Destination,
        held: HeldMessage?
    ) {
        var hasher = SHA256Hasher()
        hasher.update(Array(head.topic.utf8) + [0])
        hasher.update(payload)
        let digest = hasher.finish()
        node.counters.suspects += 1
        suspects.append(
            Suspect(
                head: head,
                payload: payload,
                destination: destination,
                held: held,
                digest: digest,
                history: poison.history(of: digest)
            )
        )
    }

    /// Answers a request that does not run again.
    private func refuse(_ suspect: Suspect, exits: Int) {
        let error = InferError(
            .internal,
            "the program died \(exits) times while it ran this request; it does not run it again"
        )
        let envelope = unsafe decoder.envelope(suspect.payload.span.bytes)
        let destination = suspect.destination
        outlet.tell(error, of: suspect.head.topic)
        outlet.refuse(
            error,
            id: envelope.id,
            reply: reply(
                to: suspect.head,
                model: destination.name,
                replyTo: envelope.replyTo,
                arrival: suspect.arrival
            ),
            held: suspect.held,
            model: destination.slot?.main,
            topic: nil
        )
    }

    // MARK: one request

    private func setAside(
        _ head: MessageHead,
        payload: RawSpan,
        on topic: TopicName,
        for destination: Destination,
        held: HeldMessage
    ) {
        let arrival = ContinuousClock.now
        let kept = Array(copying: payload)
        outlet.setAside(head, payload: payload, on: topic, held: held) { [weak self] in
            unsafe self?.accept(
                head,
                payload: kept.span.bytes,
                for: destination,
                held: held,
                arrival: arrival,
                begun: .now,
                isSuspect: false
            )
        }
    }

    private func accept(
        _ head: MessageHead,
        payload: RawSpan,
        for destination: Destination,
        held: HeldMessage?,
        arrival: ContinuousClock.Instant,
        begun: ContinuousClock.Instant,
        isSuspect: Bool
    ) {
        let host = destination.slot?.host(version: destination.version) { client(of: head, payload) }
        let model = host ?? destination.slot?.main
        let pending = model?.blank() ?? PendingRequest()
        do throws(InferError) {
            let (host, signature) = try check(destination, host)
            let encoding = try encoding(of: head.properties)
            try decoder.decode(payload, encoding: encoding, inputs: signature.inputs, into: &pending.request)
            try SignatureCheck.check(pending.request, inputs: signature.inputs, outputs: signature.outputs)
            try checkRoom()
            let replyTo = pending.request.replyTo
            guard let reply = reply(to: head, model: destination.name, replyTo: replyTo, arrival: arrival) else {
                throw InferError(.badInput, "there is no topic to answer on; name a Response Topic")
            }
            pending.begin(
                PendingRequest.Delivery(
                    recipient: .topic(reply),
                    arrival: arrival,
                    decoding: .now - begun,
                    held: held,
                    isSuspect: isSuspect,
                    isPinned: destination.version != nil,
                    timeout: pending.request.timeoutMicroseconds.map { arrival + .microseconds($0) }
                )
            )
            host.waiting.append(pending)
        } catch {
            model?.recycle(pending)
            let isReadable = payload.byteCount <= node.settings.limits.mqttPayload
            let envelope = isReadable ? decoder.envelope(payload) : RequestEnvelope(id: nil, replyTo: nil)
            model?.statistics.failed()
            model?.served.failure.add(.zero)
            outlet.refuse(
                error,
                id: envelope.id,
                reply: reply(to: head, model: destination.name, replyTo: envelope.replyTo, arrival: arrival),
                held: held,
                model: model,
                topic: head.topic
            )
        }
    }

    /// How a message's payload is written, as its properties say.
    private func encoding(of properties: MessageProperties) throws(InferError) -> BodyEncoding {
        let length = properties.userProperties.first { $0.name == BodyEncoding.headerName }?.value
        return try BodyEncoding(headerLength: length, contentType: properties.contentType)
    }

    /// Whom the answer goes to: a share of all clients goes to a candidate.
    ///
    /// Without properties the body must be looked into; that is only done while there is such a share.
    private func client(of head: MessageHead, _ payload: RawSpan) -> String {
        if let topic = head.properties.responseTopic { return topic }
        guard payload.byteCount <= node.settings.limits.mqttPayload else { return "" }
        return decoder.envelope(payload).replyTo ?? ""
    }

    /// Refuses a request for which there is no room in the queue.
    func checkRoom() throws(InferError) {
        guard node.waiting < node.settings.limits.queue else {
            throw InferError(
                .overloaded,
                "\(node.waiting) requests wait already (limits.queue); send again later, or add an instance"
            )
        }
    }

    /// The model that a request goes to, and what it takes and gives.
    func check(
        _ destination: Destination,
        _ host: HostedModel?
    ) throws(InferError) -> (HostedModel, (inputs: [TensorSignature], outputs: [TensorSignature])) {
        let name = destination.name
        guard let slot = destination.slot else { throw node.unknown(model: name) }
        guard let model = host else {
            let versions = slot.versions.joined(separator: " and ")
            throw InferError(.unknownVersion, "model '\(slot.name)' is served in version \(versions)")
        }
        switch model.condition {
        case .serving(let session, _): return (model, (session.model.inputs, session.model.outputs))
        case .refused where model.isUnloaded:
            throw InferError(.notReady, "model '\(model.name)' was taken out of service; an operator can load it again")
        case .refused:
            throw InferError(.notReady, "model '\(model.name)' could not be loaded; the node's health and log say why")
        }
    }

    /// Where the answer goes; nil when there is no topic for it.
    private func reply(
        to head: MessageHead,
        model: String,
        replyTo: String?,
        arrival: ContinuousClock.Instant
    ) -> ReplyAddress? {
        let wanted = head.properties.responseTopic ?? replyTo
        let deadline = QueueDeadline.timeLeft(head.properties, now: Date()).map { arrival + $0 }
        if let wanted {
            if let topic = answerTopic(wanted) {
                return ReplyAddress(
                    topic: topic,
                    qos: head.qos,
                    correlationData: head.properties.correlationData,
                    deadline: deadline,
                    isAwaited: true
                )
            }
            refuse(responseTopic: wanted)
        }
        guard let topic = resultTopic(model) else { return nil }
        return ReplyAddress(
            topic: topic,
            qos: head.qos,
            correlationData: head.properties.correlationData,
            deadline: deadline,
            isAwaited: false
        )
    }

    private func refuse(responseTopic: String) {
        node.counters.responseTopicRefused += 1
        guard !hasReportedResponseTopic else { return }
        hasReportedResponseTopic = true
        logger.warning(
            "a request names a response topic outside requests.response_allow; the answer goes to the result topic",
            metadata: ["topic": "\(responseTopic.prefix(200))"]
        )
    }
}
