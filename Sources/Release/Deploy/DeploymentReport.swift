/// What has come of a wish to deploy.
public struct DeploymentReport: Sendable, Codable {
    /// What was done.
    public enum Outcome: String, Sendable, Codable {
        /// A deployment was begun.
        case created
        /// The target has all of it already.
        case unchanged
        /// It was only looked at.
        case planned
    }

    /// Whose components these are.
    public let targetArn: String
    /// What was done.
    public let outcome: Outcome
    /// The deployment: the one that was begun, or that is in force; nil where there is none.
    public let deploymentId: String?
    /// The id of the IoT job that carries it out; nil where it was not begun now, or is for one device.
    public let iotJobId: String?
    /// Where the new document differs from what was deployed, a line each.
    public let differences: [String]
    /// Components of others, which stay as they were deployed.
    public let kept: [String]
    /// Components that devices remove.
    public let removed: [String]
    /// The deployment's own status; nil where it was not looked at, or may not be.
    public private(set) var status: String?
    /// The devices; empty where they were not looked at, or may not be.
    public private(set) var devices: [DeviceProgress] = []
    /// How the waiting has ended, in one line; nil where nobody waited.
    public private(set) var ending: String?

    init(_ plan: DeploymentPlan, _ outcome: Outcome, deploymentID: String?, iotJobID: String? = nil) {
        targetArn = plan.target.arn
        self.outcome = outcome
        deploymentId = deploymentID
        iotJobId = iotJobID
        differences = plan.differences
        kept = plan.kept
        removed = plan.removed
    }

    mutating func take(_ progress: DeploymentProgress, ending: String) {
        status = progress.status
        devices = progress.devices
        self.ending = ending
    }

    /// The differences, a line each, and what stays and goes besides.
    public var changes: String {
        var lines = differences
        if !removed.isEmpty { lines.append("removed from devices: \(removed.joined(separator: ", "))") }
        if !kept.isEmpty { lines.append("left as they are deployed: \(kept.joined(separator: ", "))") }
        return lines.map { "\($0)\n" }.joined()
    }
}
