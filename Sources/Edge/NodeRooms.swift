import Storage
import Logging
import MQTT

/// What happens per message, put together from a blueprint; used on the loop's thread alone.
struct NodeRooms {
    let node: Node
    let publisher: Publisher
    /// The connection of the outbox, where it has one of its own.
    let uplink: Publisher?
    let outbox: Outbox
    let outlet: Outlet
    let intake: Intake
    let bindings: Bindings
    let windows: WindowKeeper
    let dispatcher: Dispatcher
    let reporter: Reporter
    let calibrator: Calibrator
    let calibrations: Mailbox<Calibrator.Outcome>

    init(_ blueprint: NodeBlueprint, wakeup: Wakeup) throws(MQTTError) {
        let logger = blueprint.logger
        node = Node(
            settings: blueprint.settings,
            topics: blueprint.topics,
            slots: blueprint.models.map { ModelSlot(HostedModel($0, bundle: blueprint.bundles[$0.name])) }
        )
        let connections = ConnectionPlan(blueprint.settings, password: blueprint.password)
        publisher = try Publisher(connections.publisher(blueprint.topics), wakeup: wakeup, logger: logger)
        uplink = try blueprint.settings.uplink.map { (broker) throws(MQTTError) in
            let options = connections.uplink(broker, password: blueprint.uplinkPassword)
            return try Publisher(options, wakeup: wakeup, logger: logger)
        }
        outbox = Outbox(blueprint, publisher: uplink ?? publisher, wakeup: wakeup)
        outlet = Outlet(node: node, publisher: publisher, outbox: outbox, logger: logger)
        intake = Intake(node: node, outlet: outlet, poison: Self.poison(blueprint), logger: logger)
        bindings = Self.bindings(blueprint, node: node, outbox: outbox)
        windows = WindowKeeper(
            bindings,
            settings: blueprint.settings,
            database: blueprint.database,
            completions: Mailbox(wakeup: wakeup),
            outbox: outbox,
            clock: .system,
            logger: logger
        )
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
        calibrator = Self.calibrator(blueprint, calibrations)
    }

    private static func poison(_ blueprint: NodeBlueprint) -> PoisonRule {
        PoisonRule(
            database: blueprint.database,
            isActive: !blueprint.session.previousExitWasClean,
            logger: blueprint.logger
        )
    }

    private static func bindings(_ blueprint: NodeBlueprint, node: Node, outbox: Outbox) -> Bindings {
        let judge = Judge(node: node, outbox: outbox, clock: .system, logger: blueprint.logger)
        return Bindings(
            blueprint.bindings,
            node: node,
            judge: judge,
            suspects: TelemetrySuspects(node: node, judge: judge, poison: poison(blueprint)),
            clock: .system,
            rows: blueprint.rows
        )
    }

    private static func calibrator(
        _ blueprint: NodeBlueprint,
        _ outcomes: Mailbox<Calibrator.Outcome>
    ) -> Calibrator {
        Calibrator(
            models: blueprint.models,
            loader: blueprint.loader,
            settings: blueprint.settings.inference,
            memory: blueprint.memory,
            outcomes: outcomes,
            logger: blueprint.logger
        )
    }
}
