import Foundation
import Logging
import MQTT
import Support
import Testing

@testable import Edge

/// A client of the broker on a thread of its own, which speaks MQTT 5 and keeps all that it is sent.
final class TestClient: Sendable {
    /// What has come.
    struct Message: Sendable, CustomStringConvertible {
        let topic: String
        let payload: [UInt8]
        let isRetained: Bool
        let qos: QoS
        let properties: MessageProperties

        var text: String { String(decoding: payload, as: UTF8.self) }
        var description: String { "\(topic) \(text.prefix(200))" }

        func property(_ name: String) -> String? { properties.userProperties.first { $0.name == name }?.value }

        /// The body as JSON; empty when it is none.
        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(payload))) as? [String: Any] ?? [:]
        }
        var id: String? { object["id"] as? String }
        var code: String? { object["code"] as? String }
    }

    enum Order: Sendable {
        case publish(TopicName, [UInt8], QoS, retain: Bool, MessageProperties)
        case stop
    }

    struct State: Sendable {
        var isSubscribed = false
        var isConnected = false
        var confirmed = 0
        var messages: [Message] = []
        var failure: String?
    }

    /// Where it asks to be answered.
    let replyTopic: String
    let state = Watched(State())
    private let orders: Mailbox<Order>

    /// Connects and subscribes; with `isPersistent` the broker keeps what comes while it is away.
    init(
        port: Int,
        topics: [String] = ["marram/v1/n1/#"],
        isPersistent: Bool = false,
        login: (name: String, password: String)? = nil
    ) async throws {
        let id = "client-\(UUID().uuidString)"
        replyTopic = "clients/\(id)/reply"
        let wakeup = try Wakeup()
        orders = Mailbox(wakeup: wakeup)
        var options = ConnectionOptions(host: "127.0.0.1", port: port, clientID: id)
        options.username = login?.name
        options.password = login.map { Secret($0.password) }
        if isPersistent { options.sessionExpiry = .seconds(3600) }
        let filters = (topics + [replyTopic]).compactMap(TopicFilter.init)
        let thread = Thread { [options, orders, state] in
            do {
                try Worker(options, filters: filters, wakeup: wakeup, orders: orders, state: state).run()
            } catch {
                state.change { $0.failure = "\(error)" }
            }
        }
        thread.start()
        try await state.wait(for: "the test's client to be connected") { $0.isSubscribed && $0.isConnected }
    }

    deinit { orders.post(.stop) }

    /// All that has come.
    var messages: [Message] { state.value.messages }

    /// What has come on a topic.
    func messages(on topic: String) -> [Message] { messages.filter { $0.topic == topic } }

    /// Sends a message.
    func send(
        _ payload: [UInt8],
        to topic: String,
        qos: QoS = .atLeastOnce,
        retain: Bool = false,
        _ properties: MessageProperties = MessageProperties()
    ) {
        guard let name = TopicName(topic) else { preconditionFailure("'\(topic)' is no topic") }
        orders.post(.publish(name, payload, qos, retain: retain, properties))
    }

    /// Waits for messages that satisfy a condition; returns all that has come.
    @discardableResult
    func wait(
        limit: Duration = .seconds(300),
        for what: String,
        _ isDone: @escaping @Sendable ([Message]) -> Bool
    ) async throws -> [Message] {
        try await state.wait(limit: limit, for: what) { isDone($0.messages) }.messages
    }

    /// Waits until the broker has confirmed that many messages of QoS 1.
    func waitForConfirmations(_ count: Int) async throws {
        try await state.wait(for: "\(count) confirmations") { $0.confirmed >= count }
    }

    /// Sends a request and waits for its answer.
    func ask(
        _ payload: [UInt8],
        of topic: String,
        qos: QoS = .atLeastOnce,
        expiry: UInt32? = nil,
        with properties: MessageProperties = MessageProperties()
    ) async throws -> Message {
        let correlation = CorrelationData(UUID().uuidString.utf8)
        var properties = properties
        properties.responseTopic = replyTopic
        properties.correlationData = correlation
        properties.expiry = expiry
        send(payload, to: topic, qos: qos, properties)
        let isAnswer: @Sendable (Message) -> Bool = {
            $0.properties.correlationData == correlation && $0.topic != topic
        }
        let all = try await wait(for: "an answer to \(String(decoding: payload.prefix(100), as: UTF8.self))") {
            $0.contains { isAnswer($0) && !$0.topic.contains("/queue/") }
        }
        return try #require(all.first { isAnswer($0) && !$0.topic.contains("/queue/") })
    }

    /// Waits until the node has said a status, that often.
    func waitForStatus(_ word: String, of instance: String? = nil, times: Int = 1) async throws {
        let topic = "marram/v1/n1/status" + (instance.map { "/\($0)" } ?? "")
        try await wait(for: "status \(word)") { $0.count { $0.topic == topic && $0.text == word } >= times }
    }

    /// Waits for a health message of after now that satisfies a condition.
    @discardableResult
    func health(
        of instance: String? = nil,
        _ isDone: @escaping @Sendable (HealthReport) -> Bool = { _ in true }
    ) async throws -> HealthReport {
        let topic = "marram/v1/n1/health" + (instance.map { "/\($0)" } ?? "")
        // Each message is read once: a condition is asked again whenever something comes.
        let search = Guarded((next: messages.count, found: HealthReport?.none))
        try await wait(for: "health") { messages in
            search.withLock { search in
                while search.found == nil, search.next < messages.count {
                    let message = messages[search.next]
                    search.next += 1
                    guard message.topic == topic else { continue }
                    search.found = (try? HealthReport(reading: message.payload)).flatMap { isDone($0) ? $0 : nil }
                }
                return search.found != nil
            }
        }
        return try #require(search.withLock { $0.found })
    }
}

/// The client's connections, on its thread.
private final class Worker: LaneDelegate, PublisherDelegate {
    private let loop: EventLoop
    private let publisher: Publisher
    private let lane: Lane
    private let orders: Mailbox<TestClient.Order>
    private let state: Watched<TestClient.State>

    init(
        _ options: ConnectionOptions,
        filters: [TopicFilter],
        wakeup: Wakeup,
        orders: Mailbox<TestClient.Order>,
        state: Watched<TestClient.State>
    ) throws {
        self.orders = orders
        self.state = state
        let quiet = Logger(label: "client") { _ in SwiftLogNoOpLogHandler() }
        var outgoing = options
        outgoing.clientID += "-out"
        outgoing.sessionExpiry = nil
        loop = EventLoop(wakeup: wakeup)
        publisher = try Publisher(outgoing, wakeup: wakeup, logger: quiet)
        lane = try Lane(
            options,
            filters: filters,
            qos: .atLeastOnce,
            burst: 1000,
            holdsAcknowledgements: false,
            watchesRedelivery: nil,
            wakeup: wakeup,
            logger: quiet
        )
        publisher.delegate = self
        lane.delegate = self
        lane.isAdmitted = true
        loop.add(publisher)
        loop.add(lane)
    }

    func run() throws {
        var waiting: [TestClient.Order] = []
        while true {
            loop.turn(until: .now + .seconds(1))
            waiting += orders.drain()
            while let order = waiting.first {
                switch order {
                case .publish(let topic, let payload, let qos, let retain, let properties):
                    guard publisher.isUp else { break }
                    waiting.removeFirst()
                    try publisher.publish(payload, to: topic, qos: qos, retain: retain, properties: properties)
                    continue
                case .stop:
                    lane.stop()
                    publisher.stop()
                    return
                }
                break
            }
        }
    }

    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        let message = TestClient.Message(
            topic: head.topic,
            payload: Array(copying: payload),
            isRetained: head.retained,
            qos: head.qos,
            properties: head.properties
        )
        state.change { $0.messages.append(message) }
    }

    func laneIsReady(_ lane: Lane) { state.change { $0.isSubscribed = true } }

    func laneIsDown(_ lane: Lane) {}

    func publisherIsUp(_ publisher: Publisher) { state.change { $0.isConnected = true } }

    func publisherIsDown(_ publisher: Publisher) {}

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        state.change { $0.confirmed += 1 }
    }
}
