import Logging
import MQTT
import Storage

/// The connections that messages come in on; used on the loop's thread alone.
final class IntakeLanes {
    /// How long redelivered messages are suspects after the last one came.
    private static let suspicion = Duration.seconds(60)

    private let blueprint: NodeBlueprint
    private let rooms: NodeRooms
    private let loop: EventLoop
    private let wakeup: Wakeup
    private let connections: ConnectionPlan
    private let main: Lane?
    private var queues: [String: Lane] = [:]
    private(set) var all: [Lane] = []
    /// Those that are to stand: all but the lanes of bindings that rest.
    private(set) var wanted: [Lane] = []
    /// Who is told of requests; to be set before the loop turns, and to live as long as it does.
    unowned var delegate: (any LaneDelegate)? {
        didSet { main?.delegate = delegate }
    }
    /// Called when the lane of a binding stands.
    var isReady: () -> Void = {}
    private var isAdmitted = false

    /// Opens the lane of requests.
    init(
        _ blueprint: NodeBlueprint,
        rooms: NodeRooms,
        loop: EventLoop,
        wakeup: Wakeup
    ) throws(MQTTError) {
        self.blueprint = blueprint
        self.rooms = rooms
        self.loop = loop
        self.wakeup = wakeup
        connections = ConnectionPlan(blueprint.settings, password: blueprint.password)
        main =
            blueprint.settings.requests.enabled
            ? try Lane(
                connections.mainLane,
                filters: blueprint.topics.requestFilters,
                qos: blueprint.settings.requests.qos == 1 ? .atLeastOnce : .atMostOnce,
                burst: blueprint.settings.requests.burst,
                holdsAcknowledgements: rooms.node.acknowledgesAfterAnswer,
                watchesRedelivery: blueprint.session.previousExitWasClean ? nil : Self.suspicion,
                wakeup: wakeup,
                logger: blueprint.logger
            ) : nil
        if let main { add(main) }
    }

    /// True when nothing is to be waited for before the node announces itself.
    var areSettled: Bool { wanted.allSatisfy(\.isSettled) }

    /// True when requests for a slow model can be set aside.
    func isQueueReady(of slot: ModelSlot) -> Bool { queues[slot.name.description]?.isReady == true }

    /// Lets all lanes read, but for those of bindings that rest; or none.
    func admit(_ isAdmitted: Bool) {
        self.isAdmitted = isAdmitted
        for lane in wanted { lane.isAdmitted = isAdmitted }
    }

    /// Ends all of them.
    func stop() { all.forEach { $0.stop() } }

    // MARK: slow models

    /// Opens the lanes that earlier sessions have left requests in.
    func openLeftQueues() {
        do throws(StorageError) {
            for name in try blueprint.database.lanes() {
                if let name = Name(name) { openQueue(named: name, cost: .zero) }
            }
        } catch {
            blueprint.logger.error("the lanes of slow models cannot be read", metadata: ["reason": "\(error)"])
        }
    }

    /// Opens a lane for a slow model, if it has none: its requests wait there and not in front of everybody else's.
    func openQueue(for model: HostedModel) {
        guard case .serving(_, let profile) = model.condition else { return }
        openQueue(named: model.name, cost: profile.cost(rows: 1))
    }

    private func openQueue(named name: Name, cost: Duration) {
        guard rooms.node.acknowledgesAfterAnswer, main != nil, queues[name.description] == nil else { return }
        do {
            try blueprint.database.markLane(name.description)
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
            lane.delegate = delegate
            queues[name.description] = lane
            add(lane)
        } catch {
            blueprint.logger.error(
                "a slow model gets no lane of its own; its requests hold up others",
                metadata: ["model": "\(name)", "reason": "\(error)"]
            )
        }
    }

    /// Lanes that only emptied what an earlier session, or an earlier version, had left are not opened again.
    func forgetUnusedQueues() {
        for (name, lane) in queues where rooms.node.slot(name)?.main.worker == nil && lane.wasDrained {
            do throws(StorageError) {
                try blueprint.database.removeLane(name)
            } catch {
                blueprint.logger.warning("an emptied lane is opened again next time", metadata: ["reason": "\(error)"])
            }
        }
    }

    // MARK: telemetry

    /// True when a binding has its lane.
    func isOpen(_ binding: HostedBinding) -> Bool { rooms.bindings.lanes.contains { $0.intake.binding === binding } }

    /// Opens the lane of a binding, or lets it be read again.
    func open(_ binding: HostedBinding) throws(MQTTError) {
        guard !isOpen(binding) else { return restHasChanged() }
        let settings = binding.settings
        let suspects = rooms.bindings.suspects
        let lane = try Lane(
            connections.telemetryLane(settings),
            filters: binding.filters,
            qos: settings.source.qos == 1 ? .atLeastOnce : .atMostOnce,
            burst: TelemetryLane.burst,
            holdsAcknowledgements: settings.source.qos == 1,
            watchesRedelivery: suspects.isActive ? Self.suspicion : nil,
            wakeup: wakeup,
            logger: blueprint.logger
        )
        rooms.bindings.open(
            lane,
            of: binding,
            relieve: { [unowned dispatcher = rooms.dispatcher] in dispatcher.relieve($0) },
            isReady: { [unowned self] in isReady() }
        )
        add(lane)
        try openLabels(of: binding)
    }

    private func openLabels(of binding: HostedBinding) throws(MQTTError) {
        let drift = binding.settings.drift
        guard let labels = drift.labels, drift.scopes.contains(.error), blueprint.settings.drift.enabled else { return }
        let filters: [TopicFilter]
        do throws(EdgeError) { filters = try blueprint.topics.labels(labels) } catch {
            return blueprint.logger.error(
                "labels are not read",
                metadata: ["binding": "\(binding.name)", "reason": "\(error.message)"]
            )
        }
        let lane = try Lane(
            connections.labelLane(binding.name, labels),
            filters: filters,
            qos: labels.source.qos == 1 ? .atLeastOnce : .atMostOnce,
            burst: LabelLane.burst,
            holdsAcknowledgements: labels.source.qos == 1,
            watchesRedelivery: nil,
            wakeup: wakeup,
            logger: blueprint.logger
        )
        rooms.bindings.open(lane, for: labels, of: binding, isReady: { [unowned self] in isReady() })
        add(lane)
    }

    /// Lets the lane of a binding that rests be read no more.
    func close(_ binding: HostedBinding) { restHasChanged() }

    private func restHasChanged() {
        let resting = rooms.bindings.lanes.filter { $0.intake.binding.reason != nil }.map(\.lane)
        wanted = all.filter { lane in !resting.contains { $0 === lane } }
        for lane in resting { lane.isAdmitted = false }
        admit(isAdmitted)
    }

    /// Takes a lane in with the others, and reads it as them.
    func add(_ lane: Lane) {
        lane.isAdmitted = isAdmitted
        all.append(lane)
        wanted.append(lane)
        loop.add(lane)
    }
}
