import Foundation

extension GreengrassClient {
    private struct DevicePage: Decodable {
        struct Row: Decodable {
            let coreDeviceThingName: String
            let status: String?
            let lastStatusUpdateTimestamp: Double?
        }

        let coreDevices: [Row]?
        let nextToken: String?
    }

    private struct DeploymentPage: Decodable {
        struct Details: Decodable {
            let errorStack: [String]?
            let errorTypes: [String]?
        }

        struct Row: Decodable {
            let deploymentId: String
            let deploymentName: String?
            let targetArn: String?
            let coreDeviceExecutionStatus: String
            let reason: String?
            let modifiedTimestamp: Double?
            let statusDetails: Details?
        }

        let effectiveDeployments: [Row]?
        let nextToken: String?
    }

    private struct ComponentPage: Decodable {
        struct Row: Decodable {
            let componentName: String
            let componentVersion: String
            let lifecycleState: String?
            let lifecycleStateDetails: String?
            let isRoot: Bool?
        }

        let installedComponents: [Row]?
        let nextToken: String?
    }

    /// Devices that run Greengrass.
    ///
    /// - Parameter group: Only those of this thing group, by ARN; nil: all of the account and region.
    /// - Returns: Them, as Greengrass orders them.
    /// - Throws: When Greengrass refuses, or is not reached.
    public func coreDevices(group: String? = nil) throws(AWSError) -> [CoreDevice] {
        let query = group.map { [(name: "thingGroupArn", value: $0)] } ?? []
        return try list(call("ListCoreDevices", ["coreDevices"], query: query, about: group ?? ""), as: DevicePage.self)
        {
            page in
            let rows = (page.coreDevices ?? []).map { row in
                CoreDevice(
                    thing: row.coreDeviceThingName,
                    status: row.status ?? "",
                    updated: row.lastStatusUpdateTimestamp.map { Date(timeIntervalSince1970: $0) }
                )
            }
            return (rows, page.nextToken)
        }
    }

    /// What came of the deployments that a device has or is to have.
    public func effectiveDeployments(of thing: String) throws(AWSError) -> [EffectiveDeployment] {
        let path = ["coreDevices", try Self.checked(thing, "thing's name"), "effectiveDeployments"]
        return try list(call("ListEffectiveDeployments", path, about: thing), as: DeploymentPage.self) { page in
            let rows = (page.effectiveDeployments ?? []).map { row in
                EffectiveDeployment(
                    deploymentID: row.deploymentId,
                    name: row.deploymentName ?? "",
                    target: row.targetArn ?? "",
                    status: row.coreDeviceExecutionStatus,
                    reason: row.reason,
                    errorStack: row.statusDetails?.errorStack ?? [],
                    errorTypes: row.statusDetails?.errorTypes ?? [],
                    modified: row.modifiedTimestamp.map { Date(timeIntervalSince1970: $0) }
                )
            }
            return (rows, page.nextToken)
        }
    }

    /// The components that are on a device, those that only others need among them.
    public func installedComponents(of thing: String) throws(AWSError) -> [InstalledComponent] {
        let path = ["coreDevices", try Self.checked(thing, "thing's name"), "installedComponents"]
        let query = [(name: "topologyFilter", value: "ALL")]
        return try list(call("ListInstalledComponents", path, query: query, about: thing), as: ComponentPage.self) {
            page in
            let rows = (page.installedComponents ?? []).map { row in
                InstalledComponent(
                    name: row.componentName,
                    version: row.componentVersion,
                    state: row.lifecycleState ?? "",
                    details: row.lifecycleStateDetails,
                    isRoot: row.isRoot ?? false
                )
            }
            return (rows, page.nextToken)
        }
    }
}
