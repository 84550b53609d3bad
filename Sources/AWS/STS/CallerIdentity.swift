/// Who credentials belong to.
public struct CallerIdentity: Sendable, Hashable {
    /// The account, 12 digits.
    public let account: String
    /// The user or the assumed role.
    public let arn: String
    /// The unique id of either.
    public let userID: String
}
