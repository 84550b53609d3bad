import MQTT

extension NodeRooms {
    /// The desk of a node; `post` hands messages to the updater.
    func desk(
        _ blueprint: NodeBlueprint,
        wakeup: Wakeup,
        post: @escaping (UpdateMessage) -> Void
    ) throws(MQTTError) -> UpdateDesk {
        try UpdateDesk(
            node: node,
            link: blueprint.updates,
            connection: ConnectionPlan(blueprint.settings, password: blueprint.password).commandLane,
            outlet: outlet,
            outbox: outbox,
            wakeup: wakeup,
            logger: blueprint.logger,
            post: post
        )
    }
}
