import AWS
public import Recipes

/// A wish to deploy, from the comparison to the end on the last device.
public struct DeploymentRun: Sendable {
    /// How far it goes.
    public struct Options: Sendable {
        /// Components that the document does not name are removed from devices.
        public var replaces: Bool
        /// Nothing is changed; the comparison is all.
        public var isDry: Bool
        /// A deployment is begun even where nothing differs.
        public var isForced: Bool
        /// How long the deployment is followed; nil: not at all.
        public var patience: Patience?

        /// Makes options.
        public init(replaces: Bool = false, isDry: Bool = false, isForced: Bool = false, patience: Patience? = nil) {
            self.replaces = replaces
            self.isDry = isDry
            self.isForced = isForced
            self.patience = patience
        }
    }

    private let options: Options
    private let fleet: any Fleet
    private let journal: any ReleaseJournal

    /// Makes a run.
    public init(_ options: Options, fleet: any Fleet, journal: any ReleaseJournal) {
        self.options = options
        self.fleet = fleet
        self.journal = journal
    }

    /// Deploys a document.
    ///
    /// - Returns: what was done, and why it did not succeed: `deployment` or `timeout`; nil where it did.
    /// - Throws: `cloud` where nothing was begun.
    public func run(
        _ document: DeploymentDocument,
        target: DeploymentTarget
    ) throws(ReleaseError) -> (report: DeploymentReport, failure: ReleaseError?) {
        let deployer = Deployer(fleet: fleet, journal: journal)
        let plan = try deployer.plan(document, target: target, replace: options.replaces)
        if options.isDry { return (DeploymentReport(plan, .planned, deploymentID: plan.deployed?.id), nil) }
        var report = try begin(plan, deployer)
        guard let patience = options.patience, let id = report.deploymentId else { return (report, nil) }
        var watch = DeploymentWatch(id, of: target, fleet: fleet, journal: journal)
        let progress = try watch.follow(patience)
        let verdict = DeploymentVerdict(progress, id: id, patience: patience)
        report.take(progress, ending: verdict.line)
        if verdict.isUnseen { journal.note(.warning(subject: "deployment \(id)", text: verdict.line)) }
        return (report, verdict.failure)
    }

    private func begin(_ plan: DeploymentPlan, _ deployer: Deployer) throws(ReleaseError) -> DeploymentReport {
        guard plan.isNeeded || options.isForced else {
            journal.note(.step(subject: plan.target.name, text: "nothing differs from what is deployed"))
            return DeploymentReport(plan, .unchanged, deploymentID: plan.deployed?.id)
        }
        if plan.differences.isEmpty, let deployed = plan.deployed, !deployed.isInForce {
            let text = "the same was deployed before and is \(deployed.status); it is deployed again"
            journal.note(.step(subject: plan.target.name, text: text))
        }
        let created = try deployer.begin(plan)
        journal.note(.step(subject: plan.target.name, text: "deployment \(created.deploymentID) has begun"))
        return DeploymentReport(plan, .created, deploymentID: created.deploymentID, iotJobID: created.iotJobID)
    }
}
