import Foundation
import Logging
import MQTT
import OpenInference
import Tensors

/// The one place where messages leave: it encodes, publishes, and lets go of a request once its answer is safe.
final class Outlet {
    /// Something on its way out.
    private struct Departure {
        let payload: [UInt8]
        let qos: QoS
        var properties: MessageProperties
        let deadline: ContinuousClock.Instant?
        let passage: Passage
    }

    /// What becomes of a message once the broker has spoken.
    private struct Passage {
        /// Where it goes.
        let topic: TopicName
        /// What is let go when the broker has it.
        var held: HeldMessage?
        /// What to do when the broker says that nobody subscribes to the topic.
        var ifNobodyThere: (() -> Void)?
    }

    private let node: Node
    private let publisher: Publisher
    private let outbox: Outbox
    private let logger: Logger
    private let hasProperties: Bool
    private var events: InputEvents
    private var unconfirmed: [Publisher.MessageID: Passage] = [:]
    /// What waits for the connection; bounded by the lanes, which do not read meanwhile.
    private var deferred: [Departure] = []
    private var body: [UInt8] = []
    private let strangers = AnswerLabels(model: nil, version: nil)
    private var hasReportedLoss = false

    init(node: Node, publisher: Publisher, outbox: Outbox, logger: Logger) {
        self.node = node
        self.outbox = outbox
        self.publisher = publisher
        self.logger = logger
        hasProperties = node.settings.broker.protocolVersion == .v5
        events = InputEvents(node: node.settings.node)
    }

    /// True when nothing is on its way.
    var isEmpty: Bool { unconfirmed.isEmpty && deferred.isEmpty }
    /// Messages whose arrival at the broker is not confirmed.
    var unconfirmedCount: Int { unconfirmed.count + deferred.count }

    // MARK: answers

    /// Answers a member of a batch with what its model made of it.
    func answer(_ batch: Batch<PendingRequest>, _ index: Int, of model: HostedModel) {
        let pending = batch.members[index]
        guard let delivery = pending.delivery else { return }
        let took = ContinuousClock.now - delivery.arrival
        do throws(InferError) {
            var response = InferResponse(
                model: model.answering,
                id: pending.request.id,
                outputs: batch.results,
                latencyMicroseconds: took.microseconds
            )
            switch batch.outcomes[index] {
            case .whole: break
            case .rows(let rows): response.rows = rows
            case .alone(let tensors): response.outputs = tensors
            case .failed(let error): throw error
            }
            switch delivery.recipient {
            case .topic(let reply): try send(response, to: reply, held: delivery.held, pending, of: model)
            case .visitor(let visitor):
                // Who waits writes the answer himself; whether it can be written has to be known here.
                if node.settings.inference.nonFinite == .error { try response.checkFinite(for: pending.request) }
                node.counters.visitsAnswered += 1
                visitor.tell(
                    .success(InferAnswer(response: response, version: model.version, classes: model.classes))
                )
            }
            let whole = ContinuousClock.now - delivery.arrival
            model.statistics.answered(after: whole, coding: delivery.decoding + (whole - took), running: batch.took)
            model.served.success.add(whole)
            node.counters.answered += 1
        } catch {
            refuse(error, pending, delivery, of: model)
        }
    }

    private func send(
        _ response: InferResponse,
        to reply: ReplyAddress,
        held: HeldMessage?,
        _ pending: PendingRequest,
        of model: HostedModel
    ) throws(InferError) {
        body.removeAll(keepingCapacity: true)
        let nonFinite = node.settings.inference.nonFinite
        // Without properties nobody could be told where the JSON ends: all of it is JSON then.
        let request = hasProperties ? pending.request : nil
        let headerLength = try response.encode(to: request, nonFinite: nonFinite, into: &body)
        try checkSize(body.count)
        let labels = hasProperties ? model.labels.answer(headerLength: headerLength) : MessageProperties()
        try send(labels, to: reply, held: held)
    }

    /// Answers a request whose requester wants an error instead of waiting any longer.
    func refuse(late pending: PendingRequest, _ delivery: PendingRequest.Delivery, of model: HostedModel) {
        let error = InferError(
            .overloaded,
            "the request waited longer than its timeout of \(pending.request.timeoutMicroseconds ?? 0) us; "
                + "send again later, or add an instance"
        )
        refuse(error, pending, delivery, of: model)
    }

    private func refuse(
        _ error: InferError,
        _ pending: PendingRequest,
        _ delivery: PendingRequest.Delivery,
        of model: HostedModel
    ) {
        model.statistics.failed()
        model.served.failure.add(.now - delivery.arrival)
        if error.code == .internal { model.statistics.faulted() }
        guard case .topic(let reply) = delivery.recipient else {
            node.counters.count(error.code)
            node.counters.answered += 1
            node.counters.visitsAnswered += 1
            if case .visitor(let visitor) = delivery.recipient { visitor.refuse(error) }
            return
        }
        let id = pending.request.id.map { String(decoding: $0, as: UTF8.self) }
        refuse(error, id: id, reply: reply, held: delivery.held, model: model, topic: nil)
    }

    /// Answers a request with an error; tells of it in an event where nobody is known to wait.
    func refuse(
        _ error: InferError,
        id: String?,
        reply: ReplyAddress?,
        held: HeldMessage?,
        model: HostedModel?,
        topic: String?
    ) {
        node.counters.count(error.code)
        if let topic, reply?.isAwaited != true { tell(error, of: topic) }
        guard let reply else {
            held?.settle()
            return
        }
        body.removeAll(keepingCapacity: true)
        ErrorResponse(id: id, error: error).encode(into: &body)
        do throws(InferError) {
            let labels = hasProperties ? (model?.labels ?? strangers).error(error.code) : MessageProperties()
            try send(labels, to: reply, held: held)
            node.counters.answered += 1
        } catch {
            lose(error.message, held: held)
        }
    }

    /// Drops a request that nobody waits for any more.
    func expire(_ delivery: PendingRequest.Delivery) {
        node.counters.expired += 1
        delivery.held?.settle()
    }

    /// Publishes one event for input that nobody can be told of; at most one a minute.
    func tell(_ error: InferError, of topic: String) {
        let topic = node.topics.asked(topic)
        guard let event = events.event(topic: topic, error: error, now: .now, time: Date(), id: UUID()) else { return }
        logger.warning(
            "input rejected",
            metadata: ["topic": "\(topic)", "code": "\(error.code.rawValue)", "reason": "\(error.message)"]
        )
        outbox.send(event, on: node.topics.inputEvent, hold: nil, as: .event)
    }

    // MARK: other messages

    /// Hands a request on to the lane of a slow model; it is let go once the broker has it.
    ///
    /// `otherwise` is called when the broker knows of no such lane.
    func setAside(
        _ head: MessageHead,
        payload: RawSpan,
        on topic: TopicName,
        held: HeldMessage,
        otherwise: @escaping () -> Void
    ) {
        node.counters.setAside += 1
        var properties = head.properties
        if let expiry = properties.expiry {
            properties.userProperties.append(QueueDeadline.property(expiry: expiry, now: Date()))
        }
        depart(
            Departure(
                payload: Array(copying: payload),
                qos: .atLeastOnce,
                properties: properties,
                deadline: head.properties.expiry.map { .now + .seconds($0) },
                passage: Passage(topic: topic, held: held, ifNobodyThere: otherwise)
            )
        )
    }

    /// Replies to a command; it waits for the connection, and is left out when nobody waits for it any more.
    func reply(
        _ payload: [UInt8],
        to topic: TopicName,
        correlationData: CorrelationData?,
        until deadline: ContinuousClock.Instant?
    ) {
        var properties = MessageProperties()
        if hasProperties {
            properties.correlationData = correlationData
            properties.contentType = "application/json"
        }
        depart(
            Departure(
                payload: payload,
                qos: .atLeastOnce,
                properties: properties,
                deadline: deadline,
                passage: Passage(topic: topic)
            )
        )
    }

    /// Publishes a message of the node about itself; without a connection it is left out, for only the latest counts.
    func publish(_ payload: [UInt8], on topic: TopicName, retain: Bool, qos: QoS = .atLeastOnce) {
        guard publisher.isUp else { return }
        let properties = MessageProperties(contentType: hasProperties ? "application/json" : nil)
        do throws(MQTTError) {
            try publisher.publish(payload, to: topic, qos: qos, retain: retain, properties: properties)
        } catch {
            report(loss: error.message, topic: topic)
        }
    }

    /// Publishes a plain word, retained.
    func publish(word: String, on topic: TopicName) {
        guard publisher.isUp else { return }
        do throws(MQTTError) {
            try publisher.publish(Array(word.utf8), to: topic, qos: .atLeastOnce, retain: true)
        } catch {
            report(loss: error.message, topic: topic)
        }
    }

    // MARK: the publisher's word

    /// Sends what waited for the connection.
    func connectionIsBack() {
        let waiting = deferred
        deferred = []
        for departure in waiting { depart(departure) }
    }

    /// The broker has a message, or refuses it.
    func settled(_ message: Publisher.MessageID, as confirmation: Publisher.Confirmation) {
        guard let passage = unconfirmed.removeValue(forKey: message) else { return }
        switch confirmation {
        case .accepted: passage.held?.settle()
        case .nobodyThere:
            if let otherwise = passage.ifNobodyThere { otherwise() } else { passage.held?.settle() }
        case .refused(let reason):
            if let otherwise = passage.ifNobodyThere { return otherwise() }
            node.counters.answersLost += 1
            report(loss: "the broker refused it with reason \(reason)", topic: passage.topic)
            passage.held?.settle()
        }
    }

    // MARK: sending

    private func checkSize(_ count: Int) throws(InferError) {
        let limit = node.settings.limits.mqttPayload
        guard count <= limit else {
            throw InferError(
                .tooLarge,
                "the answer takes \(count) bytes, limits.mqtt_payload is \(limit); ask for fewer rows or outputs"
            )
        }
    }

    /// Sends `body` to whoever waits for it.
    private func send(
        _ labels: MessageProperties,
        to reply: ReplyAddress,
        held: HeldMessage?
    ) throws(InferError) {
        var labels = labels
        if hasProperties { labels.correlationData = reply.correlationData }
        let departure = Departure(
            payload: body,
            qos: reply.qos,
            properties: labels,
            deadline: reply.deadline,
            passage: Passage(topic: reply.topic, held: held)
        )
        do throws(MQTTError) {
            try tryDepart(departure)
        } catch {
            if error.code == .tooLarge { throw InferError(.tooLarge, "the answer is larger than the broker takes") }
            lose(error.message, held: held)
        }
    }

    private func depart(_ departure: Departure) {
        do throws(MQTTError) {
            try tryDepart(departure)
        } catch {
            if let otherwise = departure.passage.ifNobodyThere { return otherwise() }
            lose(error.message, held: departure.passage.held)
        }
    }

    private func tryDepart(_ departure: Departure) throws(MQTTError) {
        var departure = departure
        if let deadline = departure.deadline {
            let left = deadline - .now
            guard left > .zero else {
                node.counters.expired += 1
                departure.passage.held?.settle()
                return
            }
            departure.properties.expiry = UInt32(clamping: left.components.seconds + 1)
        }
        guard publisher.isUp || departure.qos == .atMostOnce else {
            deferred.append(departure)
            return
        }
        let message = try publisher.publish(
            departure.payload,
            to: departure.passage.topic,
            qos: departure.qos,
            properties: departure.properties
        )
        if let message { unconfirmed[message] = departure.passage } else { departure.passage.held?.settle() }
    }

    private func lose(_ reason: String, held: HeldMessage?) {
        node.counters.answersLost += 1
        report(loss: reason, topic: nil)
        held?.settle()
    }

    /// Said once; `health` counts.
    private func report(loss reason: String, topic: TopicName?) {
        guard !hasReportedLoss else { return }
        hasReportedLoss = true
        logger.warning(
            "a message could not be sent; further ones are counted in health",
            metadata: ["reason": "\(reason)", "topic": "\(topic?.description ?? "")"]
        )
    }
}

extension Array where Element == UInt8 {
    /// A copy of bytes that do not live on.
    init(copying bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }
}
