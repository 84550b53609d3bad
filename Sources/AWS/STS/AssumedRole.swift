/// A role that is to be assumed.
public struct AssumedRole: Sendable, Hashable {
    /// A tag of the session, which policies can ask for.
    public struct Tag: Sendable, Hashable {
        /// Its name, 1 to 128 characters.
        public let key: String
        /// What it says, at most 256 characters.
        public let value: String

        /// Makes a tag.
        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// The role's ARN.
    public let arn: String
    /// What the session is called in AWS's logs: 2 to 64 of `A-Z a-z 0-9 _ + = , . @ -`.
    public let session: String
    /// What the role's owner asks for besides; nil: nothing.
    public let externalID: String?
    /// How long the keys last, 900 to 43200; nil: an hour, which is the most where one role assumes another.
    public let seconds: Int?
    /// Tags of the session, at most 50.
    public let tags: [Tag]
    /// Who began the chain of roles, for AWS's logs; nil: nothing is said.
    public let sourceIdentity: String?

    /// Describes a role.
    public init(
        arn: String,
        session: String,
        externalID: String? = nil,
        seconds: Int? = nil,
        tags: [Tag] = [],
        sourceIdentity: String? = nil
    ) {
        self.arn = arn
        self.session = session
        self.externalID = externalID
        self.seconds = seconds
        self.tags = tags
        self.sourceIdentity = sourceIdentity
    }
}
