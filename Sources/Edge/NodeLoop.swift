import Foundation
import Logging
import MQTT
import OpenInference
import Storage

/// What the loop's thread is made from; made on any thread.
struct NodeBlueprint: Sendable {
    let settings: Settings
    let topics: Topics
    let password: Secret?
    let models: [LoadedModel]
    let bindings: [LoadedBinding]
    /// Loads further sessions of the models, for calibration.
    let loader: any ModelLoading
    let memory: ProfileMemory
    let database: StateDatabase
    let session: SessionStart
    let logger: Logger
    var uplinkPassword: Secret?
    /// What ties the loop to the updater.
    var updates = UpdateLink.none
}

/// The thread that everything per message happens on: it reads the lanes, lets the models run, and sends the answers.
final class NodeLoop {
    private enum Phase {
        case serving
        /// Reads nothing more; finishes what it has, until then.
        case finishing(until: ContinuousClock.Instant)
        /// Has said goodbye; waits for the broker to have heard it, until then.
        case leaving(until: ContinuousClock.Instant)
        case gone
    }

    /// Longest time for requests that are under way when the program is to stop.
    private static let finishLimit = Duration.seconds(10)
    private static let goodbyeLimit = Duration.seconds(2)
    /// Longest sleep: connections send their pings in time.
    private static let tick = Duration.seconds(1)
    /// How long redelivered messages are suspects after the last one came.
    private static let suspicion = Duration.seconds(60)

    private let blueprint: NodeBlueprint
    private let wakeup: Wakeup
    private let stopRequests: Mailbox<Void>
    private let loop: EventLoop
    private let node: Node
    private let publisher: Publisher
    /// The connection of the outbox, where it has one of its own.
    private let uplink: Publisher?
    private let outbox: Outbox
    private let outlet: Outlet
    private let intake: Intake
    private let bindings: Bindings
    private let windows: WindowKeeper
    private let dispatcher: Dispatcher
    private let reporter: Reporter
    private let calibrator: Calibrator
    private let calibrations: Mailbox<Calibrator.Outcome>
    private let words: Mailbox<UpdaterWord>
    private let desk: UpdateDesk
    private let mainLane: Lane?
    private var queueLanes: [String: Lane] = [:]
    private var lanes: [Lane]
    private var phase = Phase.serving
    private var isAnnounced = false

    init(_ blueprint: NodeBlueprint, wakeup: Wakeup, stopRequests: Mailbox<Void>) throws(MQTTError) {
        self.blueprint = blueprint
        self.wakeup = wakeup
        self.stopRequests = stopRequests
        let logger = blueprint.logger
        node = Node(
            settings: blueprint.settings,
            topics: blueprint.topics,
            models: blueprint.models.map(HostedModel.init)
        )
        loop = EventLoop(wakeup: wakeup)
        let connections = ConnectionPlan(blueprint.settings, password: blueprint.password)
        publisher = try Publisher(connections.publisher(blueprint.topics), wakeup: wakeup, logger: logger)
        uplink = try blueprint.settings.uplink.map { (broker) throws(MQTTError) in
            try Publisher(
                connections.uplink(broker, password: blueprint.uplinkPassword),
                wakeup: wakeup,
                logger: logger
            )
        }
        outbox = Outbox(blueprint, publisher: uplink ?? publisher, wakeup: wakeup)
        outlet = Outlet(node: node, publisher: publisher, outbox: outbox, logger: logger)
        let poison = PoisonRule(
            database: blueprint.database,
            isActive: !blueprint.session.previousExitWasClean,
            logger: logger
        )
        intake = Intake(node: node, outlet: outlet, poison: poison, logger: logger)
        let judge = Judge(node: node, outbox: outbox, clock: .system, logger: logger)
        let telemetryPoison = PoisonRule(
            database: blueprint.database,
            isActive: !blueprint.session.previousExitWasClean,
            logger: logger
        )
        bindings = Bindings(
            blueprint.bindings,
            node: node,
            judge: judge,
            suspects: TelemetrySuspects(node: node, judge: judge, poison: telemetryPoison),
            clock: .system
        )
        windows = WindowKeeper(
            bindings,
            settings: blueprint.settings,
            database: blueprint.database,
            completions: Mailbox(wakeup: wakeup),
            outbox: outbox,
            clock: .system,
            logger: logger
        )
        windows.restore(wasUnclean: !blueprint.session.previousExitWasClean)
        dispatcher = Dispatcher(
            node: node,
            intake: intake,
            outlet: outlet,
            bindings: bindings,
            completions: Mailbox(wakeup: wakeup),
            logger: logger
        )
        reporter = Reporter(
            node: node,
            outlet: outlet,
            outbox: outbox,
            uplink: uplink,
            bindings: bindings,
            blueprint: blueprint
        )
        calibrations = Mailbox(wakeup: wakeup)
        calibrator = Calibrator(
            models: blueprint.models,
            loader: blueprint.loader,
            settings: blueprint.settings.inference,
            memory: blueprint.memory,
            outcomes: calibrations,
            logger: logger
        )
        mainLane =
            blueprint.settings.requests.enabled
            ? try Lane(
                connections.mainLane,
                filters: blueprint.topics.requestFilters,
                qos: blueprint.settings.requests.qos == 1 ? .atLeastOnce : .atMostOnce,
                burst: blueprint.settings.requests.burst,
                holdsAcknowledgements: node.acknowledgesAfterAnswer,
                watchesRedelivery: poison.isActive ? Self.suspicion : nil,
                wakeup: wakeup,
                logger: logger
            ) : nil
        words = Mailbox(wakeup: wakeup)
        desk = try UpdateDesk(
            node: node,
            link: blueprint.updates,
            connection: connections.commandLane,
            outlet: outlet,
            outbox: outbox,
            wakeup: wakeup,
            logger: logger,
            post: blueprint.updates.connect(words)
        )
        reporter.desk = desk
        lanes = [mainLane, desk.lane].compactMap(\.self)
        publisher.delegate = self
        uplink?.delegate = outbox
        mainLane?.delegate = self
        loop.add(publisher)
        if let uplink { loop.add(uplink) }
        for lane in lanes { loop.add(lane) }
        desk.isReady = { [unowned self] in announceIfReady() }
        desk.announceAgain = { [unowned self] in if isAnnounced { reporter.announce(lanes: lanes) } }
        dispatcher.modelIsSlow = { [unowned self] in openQueue(for: $0) }
        prepareSlowModels()
        try openBindings()
    }

    /// Serves until it is asked to stop and has finished.
    func run() {
        while true {
            if case .gone = phase { break }
            loop.turn(until: nextDeadline)
            if !stopRequests.drain().isEmpty, case .serving = phase { finish() }
            for outcome in calibrations.drain() { node.model(outcome.model.description)?.adopt(outcome.profile) }
            for word in words.drain() { desk.take(word) }
            publisher.burst { dispatcher.dispatch() }
            outbox.endTurn()
            if !isAnnounced { announceIfReady() }
            let now = ContinuousClock.now
            reporter.tick(now: now, lanes: lanes, publisher: publisher)
            windows.tick(now: now)
            advance(now: now)
        }
        dispatcher.stop()
        lanes.forEach { $0.stop() }
        outbox.stop()
        uplink?.stop()
        publisher.stop()
        calibrator.join()
        forgetUnusedQueues()
    }

    private var nextDeadline: ContinuousClock.Instant {
        let deadline = min(.now + Self.tick, reporter.nextAt)
        return outbox.nextAt.map { min($0, deadline) } ?? deadline
    }

    // MARK: announcing

    private func announceIfReady() {
        guard publisher.isUp, case .serving = phase else { return }
        for lane in lanes { lane.isAdmitted = true }
        guard !isAnnounced, lanes.allSatisfy(\.isSettled) else { return }
        isAnnounced = true
        reporter.announce(lanes: lanes)
        desk.announceProgress()
        if uplink == nil { outbox.resume() }
        calibrator.start()
        if let maximum = publisher.receiveMaximum, maximum < blueprint.settings.requests.burst {
            blueprint.logger.warning(
                "the broker takes few messages at once, which slows answers down; raise its max_inflight_messages",
                metadata: ["receive_maximum": "\(maximum)", "burst": "\(blueprint.settings.requests.burst)"]
            )
        }
    }

    // MARK: slow models

    /// Models that are known to be slow, and lanes that earlier sessions have left requests in.
    private func prepareSlowModels() {
        for model in node.models {
            guard case .serving(_, let profile) = model.condition, profile.isSlow(rows: 1) else { continue }
            dispatcher.giveThread(to: model)
            openQueue(for: model)
        }
        do throws(StorageError) {
            for name in try blueprint.database.lanes() {
                if let name = Name(name) { openQueue(named: name, cost: .zero) }
            }
        } catch {
            blueprint.logger.error("the lanes of slow models cannot be read", metadata: ["reason": "\(error)"])
        }
    }

    private func openQueue(for model: HostedModel) {
        guard node.acknowledgesAfterAnswer, case .serving(_, let profile) = model.condition else { return }
        openQueue(named: model.name, cost: profile.cost(rows: 1))
    }

    /// A lane of its own for a slow model: its requests wait there and not in front of everybody else's.
    private func openQueue(named name: Name, cost: Duration) {
        guard node.acknowledgesAfterAnswer, mainLane != nil, queueLanes[name.description] == nil else { return }
        do {
            try blueprint.database.markLane(name.description)
            let connections = ConnectionPlan(blueprint.settings, password: blueprint.password)
            let lane = try Lane(
                connections.queueLane(name, cost: cost),
                filters: blueprint.topics.queueFilters(name),
                qos: .atLeastOnce,
                burst: connections.queueBurst(cost: cost),
                holdsAcknowledgements: true,
                watchesRedelivery: blueprint.session.previousExitWasClean ? nil : Self.suspicion,
                wakeup: wakeup,
                logger: blueprint.logger
            )
            lane.delegate = self
            lane.isAdmitted = mainLane?.isAdmitted ?? false
            queueLanes[name.description] = lane
            lanes.append(lane)
            loop.add(lane)
        } catch {
            blueprint.logger.error(
                "a slow model gets no lane of its own; its requests hold up others",
                metadata: ["model": "\(name)", "reason": "\(error)"]
            )
        }
    }

    /// Lanes that only emptied what an earlier session had left are not opened again.
    private func forgetUnusedQueues() {
        for (name, lane) in queueLanes where node.model(name)?.worker == nil && lane.wasDrained {
            do throws(StorageError) {
                try blueprint.database.removeLane(name)
            } catch {
                blueprint.logger.warning("an emptied lane is opened again next time", metadata: ["reason": "\(error)"])
            }
        }
    }

    // MARK: telemetry

    private func openBindings() throws(MQTTError) {
        let connections = ConnectionPlan(blueprint.settings, password: blueprint.password)
        try bindings.openLanes(
            { (binding) throws(MQTTError) in
                let settings = binding.settings
                return try Lane(
                    connections.telemetryLane(settings),
                    filters: binding.filters,
                    qos: settings.source.qos == 1 ? .atLeastOnce : .atMostOnce,
                    burst: TelemetryLane.burst,
                    holdsAcknowledgements: settings.source.qos == 1,
                    watchesRedelivery: bindings.suspects.isActive ? Self.suspicion : nil,
                    wakeup: wakeup,
                    logger: blueprint.logger
                )
            },
            relieve: { [unowned self] in dispatcher.relieve($0) },
            isReady: { [unowned self] in announceIfReady() }
        )
        for telemetry in bindings.lanes {
            lanes.append(telemetry.lane)
            loop.add(telemetry.lane)
        }
    }

    // MARK: stopping

    private func finish() {
        calibrator.stop()
        phase = .finishing(until: .now + Self.finishLimit)
        for lane in lanes { lane.isAdmitted = false }
        blueprint.logger.info("stopping; requests under way are finished first")
    }

    private func advance(now: ContinuousClock.Instant) {
        switch phase {
        case .serving, .gone: break
        case .finishing(let until):
            if dispatcher.isIdle { outbox.close() }
            guard (dispatcher.isIdle && outlet.isEmpty && outbox.isSafe) || now >= until else { return }
            windows.finish()
            reporter.sayGoodbye()
            phase = .leaving(until: now + Self.goodbyeLimit)
        case .leaving(let until):
            let isHeard = [publisher, uplink].allSatisfy { $0.map { $0.inFlight == 0 || !$0.isUp } ?? true }
            if (isHeard && outbox.isSettled) || now >= until { phase = .gone }
        }
    }
}

extension NodeLoop: LaneDelegate {
    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        intake.receive(head, payload: payload, from: lane) { queueLanes[$0.name.description]?.isReady == true }
    }

    func laneIsReady(_ lane: Lane) { announceIfReady() }

    func laneIsDown(_ lane: Lane) {}
}

extension NodeLoop: PublisherDelegate {
    func publisherIsUp(_ publisher: Publisher) {
        isAnnounced = false
        announceIfReady()
        outlet.connectionIsBack()
    }

    func publisherIsDown(_ publisher: Publisher) {
        isAnnounced = false
        reporter.connectionIsGone()
        desk.connectionIsGone()
        if uplink == nil { outbox.pause() }
        for lane in lanes { lane.isAdmitted = false }
    }

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        if !outbox.settled(message, as: confirmation) { outlet.settled(message, as: confirmation) }
    }
}
