/// A component's version that Greengrass has accepted.
public struct CreatedComponent: Sendable, Hashable {
    /// The version's ARN.
    public let arn: String
    /// How far it has come, such as `REQUESTED`.
    public let state: String

    /// Names one.
    public init(arn: String, state: String) {
        self.arn = arn
        self.state = state
    }
}
