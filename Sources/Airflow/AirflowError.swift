/// Why Airflow did not do what it was asked for.
public struct AirflowError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Hashable {
        /// The URL, the name, the token or what is to be sent cannot be used.
        case invalid
        /// The server was not reached, or did not answer in time.
        case unreachable
        /// What came is not what Airflow answers.
        case answer
        /// The token, or the name and the password, are missing or wrong, or may not do this.
        case credentials
        /// There is no such DAG or run, or no such interface.
        case missing
        /// Another run has the identifier.
        case conflict
        /// The server does not take what was sent.
        case refused
        /// The server cannot do it now.
        case unavailable
        /// It took too long.
        case deadline
        /// Whoever asked has changed their mind.
        case cancelled
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was found, what was expected, and how to mend it; without secrets.
    public let message: String
    /// True when the same request may succeed later.
    public let isPassing: Bool
    /// How long the server wants to be left alone; nil: it does not say.
    public let retryAfter: Duration?

    /// Makes an error.
    public init(_ code: Code, _ message: String, isPassing: Bool = false, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.isPassing = isPassing
        self.retryAfter = retryAfter
    }

    /// The message.
    public var description: String { message }
}
