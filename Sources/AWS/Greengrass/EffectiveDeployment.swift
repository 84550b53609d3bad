public import Foundation

/// What came of a deployment on one device.
public struct EffectiveDeployment: Sendable, Hashable {
    /// The deployment's id.
    public let deploymentID: String
    /// The deployment's name.
    public let name: String
    /// The ARN of the group or thing that it is for.
    public let target: String
    /// `IN_PROGRESS`, `QUEUED`, `FAILED`, `COMPLETED`, `TIMED_OUT`, `CANCELED`, `REJECTED` or `SUCCEEDED`.
    public let status: String
    /// Why, in the device's words.
    public let reason: String?
    /// The device's errors, from the outermost in.
    public let errorStack: [String]
    /// What kinds of error these are.
    public let errorTypes: [String]
    /// When the device last said something of it.
    public let modified: Date?

    /// Describes one.
    public init(
        deploymentID: String,
        name: String,
        target: String,
        status: String,
        reason: String?,
        errorStack: [String],
        errorTypes: [String],
        modified: Date?
    ) {
        self.deploymentID = deploymentID
        self.name = name
        self.target = target
        self.status = status
        self.reason = reason
        self.errorStack = errorStack
        self.errorTypes = errorTypes
        self.modified = modified
    }
}
