/// Why credentials were not found, or why AWS refused.
public struct AWSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A member of a request that AWS finds fault with.
    public struct Field: Sendable, Hashable {
        /// Its name, as a path from the request down.
        public let name: String
        /// What is wrong with it.
        public let message: String

        /// Makes one.
        public init(name: String, message: String) {
            self.name = name
            self.message = message
        }
    }

    /// AWS's own word, such as `NoSuchKey` or `AccessDenied`; `Credentials`, `Transfer`, `Answer` or `Cancelled` where it
    /// did not come to that.
    public let code: String
    /// What was found, what was expected, and how to mend it; without secrets.
    public let message: String
    /// True when the same request may succeed later.
    public let isPassing: Bool
    /// The answer's status; nil where there was no answer, or it is not about that.
    public let status: Int?
    /// What AWS found fault with, member by member; they stand in the message, too.
    public let fields: [Field]
    /// How long AWS asks to wait before the next attempt; nil: it says nothing.
    public let retryAfter: Duration?

    /// Makes an error.
    public init(
        _ code: String,
        _ message: String,
        isPassing: Bool = false,
        status: Int? = nil,
        fields: [Field] = [],
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.isPassing = isPassing
        self.status = status
        self.fields = fields
        self.retryAfter = retryAfter
    }

    /// The message.
    public var description: String { message }

    /// The names that services have for temporary keys which have ended.
    static let endedKeys: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired",
    ]

    /// The error of a call that whoever asked has given up.
    static func cancelled(_ what: String) -> AWSError { AWSError("Cancelled", "\(what) was given up") }
}
