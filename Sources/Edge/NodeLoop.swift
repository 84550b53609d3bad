import Storage
import Logging
import MQTT

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

    private let blueprint: NodeBlueprint
    private let stopRequests: Mailbox<Void>
    /// What the updater has said.
    private let words: Mailbox<UpdaterWord>
    private let loop: EventLoop
    private let rooms: NodeRooms
    private let lanes: IntakeLanes
    private let stages: Stages
    private let desk: UpdateDesk
    private let drift: DriftDesk
    private let door: DoorDesk
    private let retraining: RetrainDesk
    /// What those have said who see orders for new models through.
    private let retrainWords: Mailbox<RetrainWord>
    /// What people say within this process.
    private let calls: Mailbox<OperatorCall>
    /// Tells a board how the node does; nil: nobody looks.
    private let teller: NodeTeller?
    private var phase = Phase.serving
    private var isAnnounced = false

    /// Begins the updater and opens the connections.
    init(_ blueprint: NodeBlueprint, wakeup: Wakeup, stopRequests: Mailbox<Void>) throws {
        self.blueprint = blueprint
        self.stopRequests = stopRequests
        words = Mailbox<UpdaterWord>(wakeup: wakeup)
        let post = blueprint.updates.connect(words)
        loop = EventLoop(wakeup: wakeup)
        rooms = try NodeRooms(blueprint, wakeup: wakeup)
        rooms.windows.restore(wasUnclean: !blueprint.session.previousExitWasClean)
        lanes = try IntakeLanes(blueprint, rooms: rooms, loop: loop, wakeup: wakeup)
        stages = rooms.stages(lanes, blueprint.logger) { report in post(.stage(report)) }
        desk = try rooms.desk(blueprint, wakeup: wakeup, post: post)
        door = DoorDesk(blueprint, rooms, stages: stages, updates: desk, wakeup: wakeup)
        retrainWords = Mailbox<RetrainWord>(wakeup: wakeup)
        (drift, retraining) = try rooms.driftDesk(
            blueprint,
            wakeup: wakeup,
            post: blueprint.retraining.connect(retrainWords)
        )
        calls = Mailbox<OperatorCall>(wakeup: wakeup)
        teller = NodeTeller(blueprint, rooms: rooms, lanes: lanes, desk: desk, retraining: retraining)
        try joinRooms()
    }

    private func joinRooms() throws(MQTTError) {
        rooms.publisher.delegate = self
        rooms.uplink?.delegate = rooms.outbox
        lanes.delegate = self
        lanes.isReady = { [unowned self] in announceIfReady() }
        rooms.join(teller)
        desk.teller = teller
        blueprint.operators?.connect(calls)
        rooms.reporter.desk = desk
        rooms.reporter.drift = drift
        desk.isReady = { [unowned self] in announceIfReady() }
        desk.announceAgain = { [unowned self] in if isAnnounced { rooms.reporter.announce(lanes: lanes.wanted) } }
        lanes.add(desk.lane)
        loop.add(rooms.publisher)
        if let uplink = rooms.uplink { loop.add(uplink) }
        rooms.dispatcher.modelIsSlow = { [unowned lanes, node = rooms.node] model in
            // A candidate with a share has no lane: most requests are not for it.
            if node.slot(model.name.description)?.main === model { lanes.openQueue(for: model) }
        }
        for model in rooms.node.models {
            guard case .serving(_, let profile) = model.condition, profile.isSlow(rows: 1) else { continue }
            rooms.dispatcher.giveThread(to: model)
            lanes.openQueue(for: model)
        }
        lanes.openLeftQueues()
        for binding in rooms.bindings.running { try lanes.open(binding) }
    }

    /// Serves until it is asked to stop and has finished.
    func run() {
        while true {
            if case .gone = phase { break }
            loop.turn(until: nextDeadline)
            if !stopRequests.drain().isEmpty, case .serving = phase { finish() }
            for outcome in rooms.calibrations.drain() { rooms.node.adopt(outcome) }
            for word in words.drain() { hear(word) }
            for word in retrainWords.drain() { retraining.hear(word) }
            door.turn()
            for call in calls.drain() { desk.take(call, node: rooms.node) }
            rooms.publisher.burst { rooms.dispatcher.dispatch() }
            drift.tick(now: .now)
            rooms.outbox.endTurn()
            if !isAnnounced { announceIfReady() }
            let now = ContinuousClock.now
            stages.tick(now: now)
            rooms.reporter.tick(now: now, lanes: lanes.wanted, publisher: rooms.publisher)
            rooms.windows.tick(now: now)
            teller?.turn(now: now)
            advance(now: now)
        }
        door.close()
        teller?.finish()
        blueprint.operators?.disconnect(calls)
        desk.refuseWaiting()
        stages.stop()
        rooms.dispatcher.stop()
        lanes.stop()
        rooms.outbox.stop()
        rooms.uplink?.stop()
        rooms.publisher.stop()
        rooms.calibrator.join()
        lanes.forgetUnusedQueues()
        rooms.node.models.forEach { $0.release() }
    }

    private var nextDeadline: ContinuousClock.Instant {
        let tick = min(.now + Self.tick, rooms.reporter.nextAt, teller?.nextAt ?? rooms.reporter.nextAt)
        let deadline = door.nextAt.map { min($0, tick) } ?? tick
        return rooms.outbox.nextAt.map { min($0, deadline) } ?? deadline
    }

    private func hear(_ word: UpdaterWord) {
        switch word {
        case .order(let order): stages.carryOut(order)
        case .progress, .state, .event, .taken, .reply: desk.take(word)
        }
    }

    // MARK: announcing

    private func announceIfReady() {
        guard rooms.publisher.isUp, case .serving = phase else { return }
        lanes.admit(true)
        guard !isAnnounced, lanes.areSettled else { return }
        isAnnounced = true
        rooms.reporter.announce(lanes: lanes.wanted)
        desk.announceProgress()
        if rooms.uplink == nil { rooms.outbox.resume() }
        rooms.calibrator.start()
        if let maximum = rooms.publisher.receiveMaximum, maximum < blueprint.settings.requests.burst {
            blueprint.logger.warning(
                "the broker takes few messages at once, which slows answers down; raise its max_inflight_messages",
                metadata: ["receive_maximum": "\(maximum)", "burst": "\(blueprint.settings.requests.burst)"]
            )
        }
    }

    // MARK: stopping

    private func finish() {
        rooms.calibrator.stop()
        phase = .finishing(until: .now + Self.finishLimit)
        lanes.admit(false)
        door.finish()
        blueprint.logger.info("stopping; requests under way are finished first")
    }

    private func advance(now: ContinuousClock.Instant) {
        switch phase {
        case .serving, .gone: break
        case .finishing(let until):
            let isIdle = rooms.dispatcher.isIdle
            if isIdle { rooms.outbox.close() }
            guard (isIdle && rooms.outlet.isEmpty && rooms.outbox.isSafe) || now >= until else { return }
            rooms.windows.finish()
            drift.finish()
            rooms.reporter.sayGoodbye()
            phase = .leaving(until: now + Self.goodbyeLimit)
        case .leaving(let until):
            let isHeard = [rooms.publisher, rooms.uplink].allSatisfy { $0.map { $0.inFlight == 0 || !$0.isUp } ?? true }
            if (isHeard && rooms.outbox.isSettled) || now >= until { phase = .gone }
        }
    }
}

extension NodeLoop: LaneDelegate {
    func lane(_ lane: Lane, received head: MessageHead, payload: RawSpan) {
        rooms.intake.receive(head, payload: payload, from: lane) { lanes.isQueueReady(of: $0) }
    }

    func laneIsReady(_ lane: Lane) { announceIfReady() }

    func laneIsDown(_ lane: Lane) {}
}

extension NodeLoop: PublisherDelegate {
    func publisherIsUp(_ publisher: Publisher) {
        isAnnounced = false
        announceIfReady()
        rooms.outlet.connectionIsBack()
    }

    func publisherIsDown(_ publisher: Publisher) {
        isAnnounced = false
        rooms.reporter.connectionIsGone()
        desk.connectionIsGone()
        drift.connectionIsGone()
        if rooms.uplink == nil { rooms.outbox.pause() }
        lanes.admit(false)
    }

    func publisher(
        _ publisher: Publisher,
        settled message: Publisher.MessageID,
        as confirmation: Publisher.Confirmation
    ) {
        if !rooms.outbox.settled(message, as: confirmation) { rooms.outlet.settled(message, as: confirmation) }
    }
}
