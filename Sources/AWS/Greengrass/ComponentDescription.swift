public import Foundation

/// How far a component's version has come.
public struct ComponentDescription: Sendable, Hashable {
    /// `REQUESTED` or `INITIATED` while it is made, then `DEPLOYABLE` or `FAILED`; later perhaps `DEPRECATED`.
    public let state: String
    /// What Greengrass says of it; empty where it says nothing.
    public let message: String
    /// What is wrong with its artifacts, by URI.
    public let errors: [String: String]
    /// Its tags.
    public let tags: [String: String]
    /// When it was published; nil where Greengrass does not say.
    public let created: Date?

    /// Describes one.
    public init(
        state: String,
        message: String = "",
        errors: [String: String] = [:],
        tags: [String: String] = [:],
        created: Date? = nil
    ) {
        self.state = state
        self.message = message
        self.errors = errors
        self.tags = tags
        self.created = created
    }

    /// True while Greengrass works on it.
    public var isPending: Bool { state == "REQUESTED" || state == "INITIATED" }
    /// True when it can be deployed.
    public var isDeployable: Bool { state == "DEPLOYABLE" }
}
