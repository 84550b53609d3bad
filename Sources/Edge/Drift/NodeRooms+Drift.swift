import Drift
import MQTT

extension NodeRooms {
    /// The desks of drift and of what is asked for because of it; `post` hands an order on.
    func driftDesk(
        _ blueprint: NodeBlueprint,
        wakeup: Wakeup,
        post: @escaping (RetrainOrder) -> Void
    ) throws -> (DriftDesk, RetrainDesk) {
        let keeper = DriftKeeper(
            blueprint.database,
            completions: Mailbox(wakeup: wakeup),
            logger: blueprint.logger
        )
        let retraining = try RetrainDesk(
            node: node,
            bindings: bindings,
            outbox: outbox,
            keeper: keeper,
            clock: .system,
            logger: blueprint.logger,
            post: post
        )
        let drift = DriftDesk(
            node: node,
            bindings: bindings,
            outlet: outlet,
            outbox: outbox,
            keeper: keeper,
            retraining: retraining,
            clock: .system,
            logger: blueprint.logger
        )
        return (drift, retraining)
    }
}
