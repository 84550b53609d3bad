/// A role that is to be assumed.
public struct AssumedRole: Sendable, Hashable {
    /// The role's ARN.
    public let arn: String
    /// What the session is called in AWS's logs: 2 to 64 of `A-Z a-z 0-9 _ + = , . @ -`.
    public let session: String
    /// What the role's owner asks for besides; nil: nothing.
    public let externalID: String?
    /// How long the keys last, 900 to 43200; nil: an hour.
    public let seconds: Int?

    /// Describes a role.
    public init(arn: String, session: String, externalID: String? = nil, seconds: Int? = nil) {
        self.arn = arn
        self.session = session
        self.externalID = externalID
        self.seconds = seconds
    }
}
