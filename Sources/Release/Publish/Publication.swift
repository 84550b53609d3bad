/// What has become of one component version.
public struct Publication: Sendable, Hashable, Codable {
    /// How it ended.
    public enum Outcome: String, Sendable, Hashable, Codable {
        /// This run has published it.
        case published
        /// It was published before, with the same recipe.
        case alreadyThere = "already there"
        /// It could not be published.
        case failed
        /// It was not tried, since another one has failed.
        case skipped
    }

    /// The component's name.
    public let name: String
    /// Its version.
    public let version: String
    /// The version's ARN.
    public let arn: String
    /// How it ended.
    public let outcome: Outcome
    /// Why it failed, or was not tried; nil otherwise.
    public let message: String?
}
