import Foundation
import Logging
import MQTT
import OpenInference
import Tensors

/// One request and its answer, on the thread that calls it.
final class RequestExchange {
    private let settings: Settings
    private let topics: Topics
    private let replyTopic: TopicName
    private let loop: EventLoop
    private let publisher: Publisher
    private let lane: Lane
    private var isReady = false
    private var body: String?

    init(_ settings: Settings, password: Secret?) throws {
        self.settings = settings
        topics = try Topics(settings)
        let id = "marram-cli-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        replyTopic = try Self.replyTopic(id, settings, topics)
        let wakeup = try Wakeup()
        loop = EventLoop(wakeup: wakeup)
        let quiet = Logger(label: id) { _ in SwiftLogNoOpLogHandler() }
        let plan = ConnectionPlan(settings, password: password)
        publisher = try Publisher(plan.visitor("\(id)-out"), wakeup: wakeup, logger: quiet)
        guard let filter = TopicFilter(replyTopic.description) else { throw EdgeError("\(replyTopic) is no topic") }
        lane = try Lane(
            plan.visitor(id),
            filters: [filter],
            qos: .atLeastOnce,
            burst: 1,
            holdsAcknowledgements: false,
            watchesRedelivery: nil,
            wakeup: wakeup,
            logger: quiet
        )
        lane.delegate = self
        lane.isAdmitted = true
        loop.add(publisher)
        loop.add(lane)
    }

    func ask(model: String, inputs: [Tensor], timeout: Duration) throws -> RequestClient.Answer {
        defer {
            lane.stop()
            publisher.stop()
        }
        let end = ContinuousClock.now + timeout
        try turn(until: end) { isReady && publisher.isUp }
        guard let topic = TopicName("\(settings.prefix)/\(settings.node)/infer/\(model)") else {
            throw EdgeError("'\(model)' is not a model's name")
        }
        var request: [UInt8] = []
        let isV5 = settings.broker.protocolVersion == .v5
        try InferRequest(
            id: isV5 ? nil : "1",
            replyTo: isV5 ? nil : replyTopic.description,
            inputs: inputs,
            outputs: []
        ).encode(into: &request)
        var properties = MessageProperties()
        properties.responseTopic = replyTopic.description
        properties.contentType = "application/json"
        properties.expiry = UInt32(clamping: timeout.components.seconds)
        try publisher.publish(request, to: topic, qos: .atLeastOnce, properties: properties)
        try turn(until: end) { body != nil }
        let text = body ?? ""
        let error = try? JSONDecoder().decode(Failure.self, from: Data(text.utf8))
        return RequestClient.Answer(body: text, isError: error != nil)
    }

    /// An answer that is an error has this member.
    private struct Failure: Decodable {
        let error: String
    }

    private func turn(until end: ContinuousClock.Instant, _ isDone: () -> Bool) throws {
        while !isDone() {
            loop.turn(until: end)
            if let failure = lane.failure ?? publisher.failure { throw failure }
            guard ContinuousClock.now < end else {
                throw EdgeError(
                    isReady
                        ? "no answer in time; check that 'marram run' serves node '\(settings.node)' on this broker"
                        : "no connection to \(settings.broker.host):\(settings.broker.port) in time"
                )
            }
        }
    }

    static func replyTopic(_ id: String, _ settings: Settings, _ topics: Topics) throws -> TopicName {
        for text in ["clients/\(id)/reply", "\(settings.prefix)/\(settings.node)/reply/\(id)"] {
            if let topic = TopicName(text), topics.mayAnswer(on: topic) { return topic }
        }
        throw EdgeError("requests.response_allow allows neither clients/# nor the node's reply/#; add one of them")
    }
}

extension RequestExchange: LaneDelegate {
    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        body = String(decoding: Array(copying: payload), as: UTF8.self)
    }

    func laneIsReady(_ lane: Lane) { isReady = true }

    func laneIsDown(_ lane: Lane) { isReady = false }
}
