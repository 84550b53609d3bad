/// Why credentials were not found, or why AWS refused.
public struct AWSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// AWS's own word, such as `NoSuchKey` or `AccessDenied`; `Credentials` or `Transfer` where it did not come to that.
    public let code: String
    /// What was found, what was expected, and how to mend it; without secrets.
    public let message: String
    /// True when the same request may succeed later.
    public let isPassing: Bool

    /// Makes an error.
    public init(_ code: String, _ message: String, isPassing: Bool = false) {
        self.code = code
        self.message = message
        self.isPassing = isPassing
    }

    /// The message.
    public var description: String { message }
}
