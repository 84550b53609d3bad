/// How a component comes by its version.
public enum VersionRule: Sendable, Hashable {
    /// The version after the greatest published one.
    case next(VersionPart)
    /// This version.
    case explicit(SemanticVersion)
    /// The version of its model.
    case model
}
