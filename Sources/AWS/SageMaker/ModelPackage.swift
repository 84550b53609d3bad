public import Foundation

/// A version of a model in SageMaker's registry.
public struct ModelPackage: Sendable, Hashable {
    /// What a list of them says of one.
    public struct Summary: Sendable, Hashable {
        /// Its ARN.
        public let arn: String
        /// The group it belongs to.
        public let group: String
        /// Its number in the group, 1 or more.
        public let version: Int
        /// When it was registered.
        public let created: Date?

        /// Describes one.
        public init(arn: String, group: String, version: Int, created: Date?) {
            self.arn = arn
            self.group = group
            self.version = version
            self.created = created
        }
    }

    /// Its ARN.
    public let arn: String
    /// The group it belongs to.
    public let group: String
    /// Its number in the group, 1 or more.
    public let version: Int
    /// `Pending`, `InProgress`, `Completed`, `Failed` or `Deleting`.
    public let status: String
    /// `Approved`, `Rejected` or `PendingManualApproval`; nil where SageMaker does not say.
    public let approval: String?
    /// When it was registered.
    public let created: Date?
    /// Where its bytes are, one for each of its containers that has some.
    public let data: [ModelData]
    /// What whoever registered it has noted.
    public let metadata: [String: String]

    /// Describes one.
    public init(
        arn: String,
        group: String,
        version: Int,
        status: String,
        approval: String?,
        created: Date?,
        data: [ModelData],
        metadata: [String: String]
    ) {
        self.arn = arn
        self.group = group
        self.version = version
        self.status = status
        self.approval = approval
        self.created = created
        self.data = data
        self.metadata = metadata
    }
}
