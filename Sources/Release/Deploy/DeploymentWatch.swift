import AWS

/// Looks at a deployment and its devices, once or until it has ended.
public struct DeploymentWatch {
    private static let devicesAtOnce = 8

    private let id: String
    private let fleet: any Fleet
    private let journal: any ReleaseJournal
    private let tellsProgress: Bool
    private var progress: DeploymentProgress
    private var mayReadDeployment = true
    private var told: String?

    /// Makes a watch; nothing is asked yet.
    ///
    /// With `tellsProgress` the journal gets a line whenever something has changed, else warnings alone.
    public init(
        _ id: String,
        of target: DeploymentTarget,
        fleet: any Fleet,
        journal: any ReleaseJournal,
        tellsProgress: Bool = true
    ) {
        self.tellsProgress = tellsProgress
        self.id = id
        self.fleet = fleet
        self.journal = journal
        progress = DeploymentProgress(of: target)
    }

    /// Looks until the deployment has ended, or this caller cannot see its end.
    ///
    /// - Parameter patience: How often, and for how long.
    /// - Returns: what was seen last; its `ending` is nil where the time has passed before.
    /// - Throws: as `look`; `timeout` where the waiting was given up.
    public mutating func follow(_ patience: Patience) throws(ReleaseError) -> DeploymentProgress {
        var asked = 0
        while true {
            let progress = try look()
            asked += 1
            if progress.ending != nil || patience.isSpent { return progress }
            try patience.waitForNext(asked: asked)
        }
    }

    /// Looks once.
    ///
    /// - Throws: `input` where there is no such deployment, `cloud` where Greengrass refuses for another reason than a
    ///   missing permission; what may pass is told, and looked at again the next time.
    public mutating func look() throws(ReleaseError) -> DeploymentProgress {
        try lookAtStatus()
        if progress.canSeeDevices { try lookAtDevices() }
        tell()
        return progress
    }

    private mutating func lookAtStatus() throws(ReleaseError) {
        do throws(AWSError) {
            if mayReadDeployment {
                guard let found = try fleet.deployment(id) else { throw missing }
                progress.see(.status(found.status, isLatest: found.isLatest))
            } else {
                try lookAtList()
            }
        } catch {
            try take(error)
        }
    }

    private var missing: AWSError { AWSError("ResourceNotFoundException", "there is no deployment \(id)") }

    private mutating func take(_ error: AWSError) throws(ReleaseError) {
        if error.isAccessDenied, mayReadDeployment {
            mayReadDeployment = false
            return try lookAtStatus()
        }
        if error.isAccessDenied {
            return progress.see(.statusDenied("greengrass:GetDeployment or greengrass:ListDeployments"))
        }
        try pass(error)
    }

    /// The list of deployments tells the status, too.
    private mutating func lookAtList() throws(AWSError) {
        let rows = try fleet.deployments(target: progress.target.arn, all: true)
        guard let row = rows.first(where: { $0.id == id }) else { throw missing }
        progress.see(.status(row.status, isLatest: row.isLatest))
    }

    private mutating func lookAtDevices() throws(ReleaseError) {
        let things: [String]
        switch progress.target.kind {
        case .thing: things = [progress.target.name]
        case .group:
            do throws(AWSError) {
                things = try fleet.coreDevices(group: progress.target.arn).map(\.thing)
            } catch {
                return try takeDevices(error, "greengrass:ListCoreDevices")
            }
        }
        let known = Dictionary(progress.devices.map { ($0.thing, $0) }) { $1 }
        let (id, fleet) = (id, fleet)
        let seen = try inParallel(things, limit: Self.devicesAtOnce) { thing throws(ReleaseError) in
            if let device = known[thing], device.state.isSettled { return DeviceSight.seen(device) }
            return DeviceSight.look(at: thing, deployment: id, fleet: fleet, before: known[thing])
        }
        var devices: [DeviceProgress] = []
        for sight in seen {
            switch sight {
            case .seen(let device): devices.append(device)
            case .refused(let error, let before):
                devices.append(before)
                try takeDevices(error, "greengrass:ListEffectiveDeployments")
                if !progress.canSeeDevices { return }
            }
        }
        progress.see(.devices(devices))
    }

    private mutating func takeDevices(_ error: AWSError, _ permission: String) throws(ReleaseError) {
        guard error.isAccessDenied else { return try pass(error) }
        progress.see(.devicesDenied(permission))
        journal.note(
            .warning(subject: progress.target.name, text: "its devices cannot be seen; allow \(permission) for that")
        )
    }

    private func pass(_ error: AWSError) throws(ReleaseError) {
        guard error.isPassing else {
            throw ReleaseError(error.code == "ResourceNotFoundException" ? .input : .cloud, error.message)
        }
        journal.note(.warning(subject: progress.target.name, text: "\(error.message); it is asked again"))
    }

    private mutating func tell() {
        let status = progress.status ?? "status unknown"
        let text = progress.devices.isEmpty ? status : "\(status), devices: \(progress.counts)"
        guard tellsProgress, text != told else { return }
        told = text
        journal.note(.step(subject: "deployment \(id)", text: text))
    }
}
