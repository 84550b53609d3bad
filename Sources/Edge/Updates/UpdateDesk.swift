import Foundation
import Logging
import MQTT
import Models
import OpenInference

/// Where commands come in, and where all is told that the updater has to say; used on the loop's thread alone.
///
/// It owns the connection on which commands wait for the node. A command is acknowledged once the updater has it in its
/// table, or once the desk has refused it.
final class UpdateDesk {
    /// A command that the updater has not taken.
    private struct Pending {
        let held: HeldMessage?
        /// Where the reply goes; nil: nobody waits for one.
        let origin: CommandOrigin?
        /// Who waits for it within this process; nil: nobody.
        var answer: ((ControlReply) -> Void)?
    }

    /// Most commands that are read before they are acknowledged; it bounds what is under way to the updater.
    private static let burst = 16

    /// Most commands of QoS 0 that the updater has not taken; nothing else holds their sender back.
    private static let mostUnheld = 64

    /// The connection that commands come in on.
    let lane: Lane
    /// Publishes birth and states again.
    var announceAgain: () -> Void = {}
    /// Called when the connection stands.
    var isReady: () -> Void = {}

    /// Is told where updates are; nil: nobody looks.
    unowned var teller: NodeTeller?

    private let topics: Topics
    private let link: UpdateLink
    private let outlet: Outlet
    private let post: (UpdateMessage) -> Void
    private let scribe: UpdateScribe
    private let outbox: Outbox
    private let logger: Logger
    private var board: UpdateBoard
    private var pending: [Int: Pending] = [:]
    private var nextNumber = 1
    private var isAnnounced = false
    private var hasReportedResponseTopic = false
    private var inputEvents: InputEvents

    /// Makes a desk; `post` hands a message to the updater and does not wait.
    init(
        node: Node,
        link: UpdateLink,
        connection: ConnectionOptions,
        outlet: Outlet,
        outbox: Outbox,
        wakeup: Wakeup,
        logger: Logger,
        post: @escaping (UpdateMessage) -> Void
    ) throws(MQTTError) {
        topics = node.topics
        scribe = UpdateScribe(node: node.settings.node, instance: node.settings.instance)
        inputEvents = InputEvents(node: node.settings.node, binding: "command")
        self.link = link
        self.outlet = outlet
        self.outbox = outbox
        self.post = post
        self.logger = logger
        board = UpdateBoard(states: link.states, progress: link.progress)
        lane = try Lane(
            connection,
            filters: (link.isEnabled ? [topics.install] : []) + [topics.command],
            qos: .atLeastOnce,
            burst: Self.burst,
            holdsAcknowledgements: true,
            watchesRedelivery: nil,
            wakeup: wakeup,
            logger: logger
        )
        lane.delegate = self
        guard link.allowsUnsigned else { return }
        logger.warning(
            "bundles without a signature are taken; whoever can publish commands can run a model of theirs here",
            metadata: ["mend": "set updates.allow_unsigned to false and name keys in updates.trust"]
        )
    }

    // MARK: the updater's word

    /// Carries out all that is not an order to the stages.
    func take(_ word: UpdaterWord) {
        switch word {
        case .order: break
        case .progress(let progress): take(progress)
        case .state(let state):
            board.note(state)
            if isAnnounced { publish(state) }
        case .event(let event): outbox.send(scribe.document(event), on: topics.modelEvent, hold: nil, as: .event)
        case .taken(let number): pending.removeValue(forKey: number)?.held?.settle()
        case .reply(let reply, let number):
            guard let command = pending.removeValue(forKey: number) else { return }
            if let origin = command.origin { send(reply, to: origin) }
            command.answer?(reply)
            // Not before: a command that was carried out must not come again.
            command.held?.settle()
        }
    }

    private func take(_ progress: JobProgress) {
        board.note(progress, isSent: isAnnounced)
        teller?.note(progress)
        if isAnnounced { publish(progress) }
    }

    // MARK: announcing

    /// Tells all states, and clears those of models that are gone; the loop calls it between birth and status.
    func announceStates() {
        for state in board.states { publish(state) }
        for model in link.forgotten {
            if let topic = topics.state(model) { outlet.publish([], on: topic, retain: true) }
        }
    }

    /// Tells the last progress of each model, and what could not be told before; the loop calls it after the status.
    func announceProgress() {
        isAnnounced = true
        for progress in board.announcement() { publish(progress) }
    }

    /// Tells nothing more until the node announces itself again: birth comes first.
    func connectionIsGone() { isAnnounced = false }

    private func publish(_ state: ModelState) {
        guard let topic = topics.state(state.model) else { return }
        outlet.publish(scribe.message(state), on: topic, retain: true)
    }

    private func publish(_ progress: JobProgress) {
        guard let topic = topics.job(progress.job, of: progress.model) else { return }
        outlet.publish(scribe.message(progress), on: topic, retain: false)
    }

    // MARK: the reporter's questions

    /// What keeps updates from working; nil: nothing.
    var trouble: String? { board.trouble }

    /// What health says of updates.
    var health: Health.Updates {
        Health.Updates(
            enabled: link.isEnabled,
            running: board.running,
            trouble: lane.failure?.code == .refused ? lane.failure?.message : board.trouble
        )
    }

    /// What was last said of a model.
    func state(of model: Name) -> ModelState? { board.state(of: model) }

    /// True where bundles without a signature are taken.
    var allowsUnsigned: Bool { link.allowsUnsigned }
}

extension UpdateDesk: LaneDelegate {
    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        let held = head.qos == .atLeastOnce ? HeldMessage(lane: lane, hold: lane.hold()) : nil
        if let model = topics.modelToSet(head.topic) {
            takeInstall(head, payload: payload, model: model, held: held)
        } else if head.topic == topics.commandTopic, !head.retained {
            takeCommand(head, payload: payload, held: held)
        } else {
            held?.settle()
        }
    }

    func laneIsReady(_ lane: Lane) { isReady() }

    /// What was held comes again with the next connection.
    func laneIsDown(_ lane: Lane) {}
}

// MARK: commands

extension UpdateDesk {
    private func hand(_ held: HeldMessage?, _ origin: CommandOrigin?, _ message: (Int) -> UpdateMessage) {
        guard held != nil || pending.values.count(where: { $0.held == nil }) < Self.mostUnheld else {
            logger.warning("a command is dropped: too many of QoS 0 are under way; send commands with QoS 1")
            if let origin { send(.failed(code: UpdateCode.busy.rawValue, reason: Self.floodRemedy), to: origin) }
            return
        }
        let number = nextNumber
        nextNumber += 1
        pending[number] = Pending(held: held, origin: origin)
        post(message(number))
    }

    /// Takes a person's word that came within this process; `answer` is called once, on the loop's thread.
    func take(_ control: ControlCommand, answer: @escaping (ControlReply) -> Void) {
        guard link.isEnabled else { return answer(.failed(code: "unsupported", reason: Self.offRemedy)) }
        guard pending.values.count(where: { $0.held == nil }) < Self.mostUnheld else {
            return answer(.failed(code: UpdateCode.busy.rawValue, reason: "too many commands are under way"))
        }
        let number = nextNumber
        nextNumber += 1
        pending[number] = Pending(held: nil, origin: nil, answer: answer)
        post(.control(control, id: nil, number: number))
    }

    /// Tells those who wait within this process that nothing comes any more.
    func refuseWaiting() {
        for command in pending.values {
            command.answer?(.failed(code: UpdateCode.cancelled.rawValue, reason: "the node stops"))
        }
        pending = [:]
    }

    /// An update that is wanted; a retained one is as good, and an empty one clears it.
    private func takeInstall(_ head: MessageHead, payload: RawSpan, model: String, held: HeldMessage?) {
        guard payload.byteCount > 0 else {
            held?.settle()
            return
        }
        do throws(CommandRefusal) {
            let command = try InstallCommand(payload, model: model)
            hand(held, nil) { .install(command, number: $0) }
        } catch {
            refuse(error, topic: head.topic)
            held?.settle()
        }
    }

    /// A command that cannot be read is told of on its job's topic, where it has one, else in an event.
    private func refuse(_ refusal: CommandRefusal, topic: String) {
        guard let job = refusal.job, let model = refusal.model else { return tell(refusal.error, of: topic) }
        logger.warning(
            "update command refused",
            metadata: ["model": "\(model)", "job": "\(job)", "reason": "\(refusal.error.message)"]
        )
        take(
            JobProgress(
                job: job,
                model: model,
                version: nil,
                seq: 1,
                status: .rejected,
                phase: "RECEIVED",
                code: .badCommand,
                reason: refusal.error.message,
                time: Int64(Date().timeIntervalSince1970 * 1000)
            )
        )
    }

    /// At most one event a minute.
    private func tell(_ error: InferError, of topic: String) {
        let event = inputEvents.event(topic: topic, error: error, now: .now, time: Date(), id: UUID())
        guard let event else { return }
        logger.warning("command refused", metadata: ["topic": "\(topic)", "reason": "\(error.message)"])
        outbox.send(event, on: topics.inputEvent, hold: nil, as: .event)
    }

    /// A word of a person or a program to this node.
    private func takeCommand(_ head: MessageHead, payload: RawSpan, held: HeldMessage?) {
        let command = NodeCommand(payload)
        let wanted = head.properties.responseTopic ?? command.replyTo
        let origin = CommandOrigin(
            id: command.id,
            topic: wanted.flatMap(allowed),
            correlationData: head.properties.correlationData,
            expiry: head.properties.expiry
        )
        switch command.content {
        case .success(.birth):
            announceAgain()
            send(.done, to: origin)
        case .success(.reload):
            send(.failed(code: "unsupported", reason: Self.reloadRemedy), to: origin)
        case .success(.control(let control)) where link.isEnabled:
            return hand(held, origin) { .control(control, id: command.id, number: $0) }
        case .success(.control):
            send(.failed(code: "unsupported", reason: Self.offRemedy), to: origin)
        case .failure(let error):
            if origin.topic == nil { tell(error, of: head.topic) }
            send(.failed(code: error.code.rawValue, reason: error.message), to: origin)
        }
        held?.settle()
    }

    private static let offRemedy = "updates are switched off; set updates.enabled"
    private static let floodRemedy = "too many commands of QoS 0 are under way; send them with QoS 1"
    private static let reloadRemedy =
        "the configuration is read at the start; restart the component to have it read again"

    /// The topic that a reply may go to, as for requests.
    private func allowed(_ wanted: String) -> TopicName? {
        if let topic = TopicName(wanted), topics.mayAnswer(on: topic) { return topic }
        if !hasReportedResponseTopic {
            hasReportedResponseTopic = true
            logger.warning(
                "a command names a response topic outside requests.response_allow; the reply goes to cmd/result",
                metadata: ["topic": "\(wanted.prefix(200))"]
            )
        }
        return nil
    }

    private func send(_ reply: ControlReply, to origin: CommandOrigin) {
        outlet.reply(
            scribe.message(reply, id: origin.id),
            to: origin.topic ?? topics.commandResult,
            correlationData: origin.correlationData,
            until: origin.deadline
        )
    }
}
