/// A component that another one needs.
public struct ComponentDependency: Sendable, Hashable {
    /// Which versions will do.
    public enum Requirement: Sendable, Hashable {
        /// The last version, written `x.x.x`.
        case latest
        /// A range, as it was written and as it is understood.
        case range(String, VersionRange)
    }

    /// What becomes of the dependent component when the other one restarts.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It restarts as well.
        case hard = "HARD"
        /// It goes on.
        case soft = "SOFT"
    }

    /// The other component's name.
    public let name: String
    /// Which versions will do.
    public let requirement: Requirement
    /// How close the tie is; HARD where nothing is written.
    public let type: Kind
    /// Where the dependency stands.
    public let origin: Origin
}
