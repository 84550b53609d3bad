import AWS
import Foundation
import Recipes

/// A deployment as people look at it.
public struct DeploymentOverview: Sendable, Codable {
    /// A component of a deployment.
    public struct Component: Sendable, Codable, Hashable {
        /// Its name.
        public let name: String
        /// Its version.
        public let version: String
    }

    /// Its id.
    public let deploymentId: String
    /// Whose it is.
    public let targetArn: String
    /// Its name; nil for one without.
    public let deploymentName: String?
    /// Which one for its target it is.
    public let revision: String?
    /// Its own status, in Greengrass's words.
    public private(set) var status: String
    /// True until another one takes its place.
    public let isLatest: Bool
    /// When it was made, such as `2026-11-21T23:27:43Z`; nil where Greengrass does not say.
    public let created: String?
    /// Its components in the order of their names; nil where they may not be read.
    public let components: [Component]?
    /// Its devices in the order of their names; nil where they may not be read.
    public private(set) var devices: [DeviceProgress]?

    /// What is installed on the devices; nil where it may not be read, or was not asked for.
    public private(set) var installed: [DeviceComponents]?

    init(_ found: DeploymentDescription) {
        deploymentId = found.id
        targetArn = found.target
        deploymentName = found.name
        revision = found.revision
        status = found.status
        isLatest = found.isLatest
        created = found.created.map { $0.ISO8601Format() }
        let document = try? JSONValue(json: found.document)
        components = document?["components"]?.members?
            .map { Component(name: $0.name, version: $0.value["componentVersion"]?.text ?? "") }
            .sorted { $0.name < $1.name }
    }

    init(_ row: DeploymentSummary) {
        deploymentId = row.id
        targetArn = row.target
        deploymentName = row.name
        revision = row.revision
        status = row.status
        isLatest = row.isLatest
        created = row.created.map { $0.ISO8601Format() }
        components = nil
    }

    /// Takes over what was seen of the devices.
    public mutating func take(_ progress: DeploymentProgress) {
        status = progress.status ?? status
        devices = progress.canSeeDevices ? progress.devices : nil
    }

    /// Takes over what is installed on its devices.
    public mutating func take(_ found: [DeviceComponents]?) { installed = found }
}
