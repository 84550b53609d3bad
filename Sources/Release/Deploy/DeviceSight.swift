import AWS

/// What one question about a device has brought.
enum DeviceSight: Sendable {
    /// Its progress.
    case seen(DeviceProgress)
    /// Nothing, for this reason; with what was known before.
    case refused(AWSError, before: DeviceProgress)

    /// Asks a device's effective deployments for one of them.
    static func look(
        at thing: String,
        deployment id: String,
        fleet: any Fleet,
        before: DeviceProgress?
    ) -> DeviceSight {
        let waiting = before ?? DeviceProgress(thing: thing, state: .waiting)
        do throws(AWSError) {
            let all = try fleet.effectiveDeployments(of: thing)
            guard let found = all.first(where: { $0.deploymentID == id }) else { return .seen(waiting) }
            return .seen(
                DeviceProgress(
                    thing: thing,
                    state: DeviceProgress.State(word: found.status) ?? .inProgress,
                    reason: found.reason,
                    errorTypes: found.errorTypes,
                    errorStack: found.errorStack
                )
            )
        } catch {
            // A thing that has not yet reported as a core device is not known there.
            return error.code == "ResourceNotFoundException" ? .seen(waiting) : .refused(error, before: waiting)
        }
    }
}
