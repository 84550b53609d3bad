/// A version of a component that is published.
public struct ComponentVersion: Sendable, Hashable {
    /// Such as `1.4.0`.
    public let version: String
    /// The version's ARN.
    public let arn: String

    /// Names one.
    public init(version: String, arn: String) {
        self.version = version
        self.arn = arn
    }
}
