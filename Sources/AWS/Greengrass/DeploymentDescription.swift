public import Foundation

/// A deployment as Greengrass has it.
public struct DeploymentDescription: Sendable, Hashable {
    /// Its id.
    public let id: String
    /// The ARN of the group or thing that it is for.
    public let target: String
    /// Its name; nil for one without.
    public let name: String?
    /// Which one for its target it is.
    public let revision: String?
    /// `ACTIVE`, `COMPLETED`, `CANCELED`, `FAILED` or `INACTIVE`.
    public let status: String
    /// True until another one for the same target takes its place.
    public let isLatest: Bool
    /// When it was made.
    public let created: Date?
    /// The id of the IoT job that carries it out; nil for a single device.
    public let iotJobID: String?
    /// The whole answer, JSON: `components`, `deploymentPolicies`, `iotJobConfiguration` and so on beside the above.
    public let document: [UInt8]

    /// Describes one.
    public init(
        id: String,
        target: String,
        name: String? = nil,
        revision: String?,
        status: String,
        isLatest: Bool,
        created: Date?,
        iotJobID: String? = nil,
        document: [UInt8]
    ) {
        self.id = id
        self.target = target
        self.name = name
        self.revision = revision
        self.status = status
        self.isLatest = isLatest
        self.created = created
        self.iotJobID = iotJobID
        self.document = document
    }
}
