public import AWS

/// What is deployed to and where: Greengrass, or what stands in for it.
public protocol Fleet: Sendable {
    /// The deployments to a target, or to all; those that others have replaced among them if `all`.
    func deployments(target: String?, all: Bool) throws(AWSError) -> [DeploymentSummary]
    /// A deployment; nil where there is none.
    func deployment(_ id: String) throws(AWSError) -> DeploymentDescription?
    /// Begins a deployment.
    func createDeployment(_ document: [UInt8]) throws(AWSError) -> CreatedDeployment
    /// Ends a deployment for the devices that have not begun with it; returns what Greengrass says.
    func cancel(_ id: String) throws(AWSError) -> String
    /// The core devices of a thing group, or all.
    func coreDevices(group: String?) throws(AWSError) -> [CoreDevice]
    /// What a core device has done about deployments, the newest first.
    func effectiveDeployments(of thing: String) throws(AWSError) -> [EffectiveDeployment]
    /// What is installed on a core device.
    func installedComponents(of thing: String) throws(AWSError) -> [InstalledComponent]
}

extension GreengrassClient: Fleet {}
