public import Foundation

/// A deployment as a list of them has it.
public struct DeploymentSummary: Sendable, Hashable {
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

    /// Describes one.
    public init(
        id: String,
        target: String,
        name: String?,
        revision: String?,
        status: String,
        isLatest: Bool,
        created: Date?
    ) {
        self.id = id
        self.target = target
        self.name = name
        self.revision = revision
        self.status = status
        self.isLatest = isLatest
        self.created = created
    }
}
