import Foundation
import Logging
import MQTT

/// What somebody and a node say to each other of one model, on the thread that calls it.
final class UpdateExchange {
    /// How long the node's retained status may take to come.
    private static let statusLimit = Duration.seconds(3)
    /// How long a node may take for its first word on a command.
    private static let takeLimit = Duration.seconds(20)
    private static let connectLimit = Duration.seconds(15)
    /// How often a command is sent again that nobody takes, and the time between.
    private static let mostUnheard = 3
    private static let pause = Duration.seconds(1)
    /// Longest time between two looks at whether anybody still waits.
    private static let glance = Duration.milliseconds(200)

    private let settings: Settings
    private let model: Name
    private let commandID: String
    private let topics: Topics
    private let replyTopic: TopicName
    private let progressTopic: TopicName?
    private let loop: EventLoop
    private let publisher: Publisher
    private let lane: Lane
    private var isReady = false
    /// When an update is asked for, or asked for again.
    private var askAt: ContinuousClock.Instant?
    /// How often the broker knew of nobody who takes the command.
    private var unheard = 0
    private var status: String?
    private var progress: [ProgressMessage] = []
    private var reply: ReplyMessage?
    private var refusal: String?

    init(_ settings: Settings, model: Name, job: String?) throws {
        self.settings = settings
        self.model = model
        let password = try PasswordFile.read(settings.broker)
        topics = try Topics(settings)
        commandID = "marram-cli-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        replyTopic = try RequestExchange.replyTopic(commandID, settings, topics)
        progressTopic = job.flatMap { [topics] in topics.job($0, of: model) }
        let wakeup = try Wakeup()
        loop = EventLoop(wakeup: wakeup)
        let quiet = Logger(label: commandID) { _ in SwiftLogNoOpLogHandler() }
        let plan = ConnectionPlan(settings, password: password)
        publisher = try Publisher(plan.visitor("\(commandID)-out"), wakeup: wakeup, logger: quiet)
        lane = try Lane(
            plan.visitor(commandID),
            filters: [topics.status, progressTopic ?? replyTopic].compactMap { TopicFilter($0.description) },
            qos: .atLeastOnce,
            burst: 16,
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

    // MARK: an update

    func follow(
        _ wish: UpdateWish,
        untilTrial: Bool,
        limit: Duration?,
        isLeft: () -> Bool,
        tell: (UpdateNews) -> Void
    ) throws -> UpdateClient.Ending {
        defer { stop() }
        guard let topic = topics.set(model) else { throw EdgeError("'\(model)' cannot be part of a topic") }
        let end = limit.map { ContinuousClock.now + $0 }
        try connect()
        askAt = .now
        var taken = ContinuousClock.now + Self.takeLimit
        var last = 0
        var isAway = false
        while true {
            // A job that the node knows is told of again and not begun again: so nothing is missed while we were away.
            if isReady, let due = askAt, .now >= due {
                askAt = nil
                try publisher.publish(wish.message, to: topic, qos: .atLeastOnce)
                if last == 0, unheard == 0 { taken = .now + Self.takeLimit }
            }
            turn(until: min(.now + Self.glance, end ?? .now + Self.glance))
            for message in progress where message.seq > last {
                last = message.seq
                let news = UpdateProgress(message)
                tell(.progress(news))
                if news.isFinal { return .over(news) }
                if untilTrial, news.isOnTrial { return .onTrial }
            }
            progress = []
            if let refusal { throw EdgeError(refusal) }
            if last == 0, unheard >= Self.mostUnheard { throw EdgeError(nobodyThere) }
            if let status, isAway != Self.isAway(status) {
                isAway.toggle()
                tell(isAway ? .away(status) : .back)
            }
            if isLeft() { return .left }
            if let end, .now >= end { return .late }
            guard last > 0 || .now < taken else { throw EdgeError(notTaken) }
        }
    }

    private var nobodyThere: String {
        "nobody takes such commands of node '\(settings.node)'; check that updates are enabled"
    }

    private var notTaken: String {
        "node '\(settings.node)' says nothing of the update; check that updates are enabled there and that the broker's "
            + "access rules let '\(settings.broker.username ?? "this client")' publish to model/\(model)/set"
    }

    // MARK: a word

    func tell(_ word: UpdateClient.Word, timeout: Duration) throws {
        defer { stop() }
        try connect()
        guard let topic = TopicName(topics.commandTopic) else { throw EdgeError("the node's topic is none") }
        let isV5 = settings.broker.protocolVersion == .v5
        let message = Message(
            id: commandID,
            cmd: word.rawValue,
            model: model.description,
            replyTo: isV5 ? nil : replyTopic.description
        )
        var properties = MessageProperties()
        properties.responseTopic = replyTopic.description
        properties.contentType = "application/json"
        // Nobody wants it carried out once nobody waits for it.
        properties.expiry = UInt32(clamping: max(1, timeout.components.seconds))
        try publisher.publish(JSONBytes.encode(message), to: topic, qos: .atLeastOnce, properties: properties)
        let end = ContinuousClock.now + timeout
        while reply == nil {
            turn(until: end)
            if let refusal { throw EdgeError(refusal) }
            if unheard > 0 { throw EdgeError(nobodyThere) }
            guard .now < end else {
                throw EdgeError("node '\(settings.node)' does not reply; its log and 'marram models list' tell more")
            }
        }
        guard let reply, !reply.ok else { return }
        throw EdgeError([reply.code, reply.error].compactMap(\.self).joined(separator: ": "))
    }

    private struct Message: Encodable {
        let v = 1
        let id: String
        let cmd: String
        let model: String
        let replyTo: String?

        enum CodingKeys: String, CodingKey {
            case v, id, cmd, model
            case replyTo = "reply_to"
        }
    }

    // MARK: the connection

    /// Waits for the connection and for the node's word that it is there.
    private func connect() throws {
        let end = ContinuousClock.now + Self.connectLimit
        while !(isReady && publisher.isUp) {
            turn(until: end)
            if let failure = lane.failure ?? publisher.failure { throw failure }
            guard .now < end else {
                throw EdgeError("no connection to \(settings.broker.host):\(settings.broker.port) in time")
            }
        }
        let patience = ContinuousClock.now + Self.statusLimit
        while status == nil, .now < patience { turn(until: patience) }
        let remedy = "start it with 'marram run'"
        guard let status else {
            throw EdgeError(
                "node '\(settings.node)' has said nothing on this broker; \(remedy), or check node, instance and prefix"
            )
        }
        guard !Self.isAway(status) else { throw EdgeError("node '\(settings.node)' is \(status); \(remedy)") }
    }

    private static func isAway(_ status: String) -> Bool { status == "offline" || status == "stopped" }

    private func turn(until deadline: ContinuousClock.Instant) { loop.turn(until: deadline) }

    private func stop() {
        lane.stop()
        publisher.stop()
    }
}

extension UpdateExchange: LaneDelegate {
    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        guard payload.byteCount <= CommandDocument.mostBytes else { return }
        let bytes = Data(Array(copying: payload))
        if head.topic == topics.status.description {
            status = String(decoding: bytes, as: UTF8.self)
        } else if head.topic == progressTopic?.description {
            if let message = try? JSONDecoder().decode(ProgressMessage.self, from: bytes) { progress.append(message) }
        } else if let message = try? JSONDecoder().decode(ReplyMessage.self, from: bytes), message.id == commandID {
            reply = message
        }
    }

    func laneIsReady(_ lane: Lane) {
        isReady = true
        askAt = .now
    }

    func laneIsDown(_ lane: Lane) { isReady = false }
}

extension UpdateExchange: PublisherDelegate {
    func publisherIsUp(_ publisher: Publisher) {}

    func publisherIsDown(_ publisher: Publisher) {}

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        switch confirmation {
        case .accepted: break
        case .nobodyThere:
            // A broker that has forgotten everything knows of the node a moment later.
            unheard += 1
            askAt = .now + Self.pause
        case .refused(let reason):
            refusal = "the broker refuses the command (reason \(reason)); check its access rules"
        }
    }
}
