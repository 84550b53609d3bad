import Logging
import MQTT

extension NodeRooms {
    /// The stages of the node's models; `report` takes the figures of each.
    func stages(_ lanes: IntakeLanes, _ logger: Logger, report: @escaping (StageReport) -> Void) -> Stages {
        let surroundings = Stages.Surroundings(
            giveThread: { [dispatcher] in dispatcher.giveThread(to: $0) },
            openQueue: { [lanes] in lanes.openQueue(for: $0) },
            open: { [windows, lanes] binding in
                if !lanes.isOpen(binding) { windows.restore(binding) }
                do throws(MQTTError) {
                    try lanes.open(binding)
                } catch {
                    binding.reason = "its connection cannot be made: \(error.message)"
                    logger.error(
                        "binding refused",
                        metadata: ["binding": "\(binding.name)", "reason": "\(error.message)"]
                    )
                }
            },
            close: { [lanes] in lanes.close($0) },
            calibrate: { [calibrator] in calibrator.add($0) },
            formHasChanged: { [windows] in windows.formHasChanged(of: $0) }
        )
        return Stages(node: node, bindings: bindings, surroundings: surroundings, logger: logger, report: report)
    }
}
