/// Why something with the broker did not work, in words for a person.
public struct MQTTError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: Sendable, Equatable {
        /// The network or the broker is away.
        case unreachable
        /// The broker said no: wrong name, password, identifier or version.
        case refused
        /// No agreement on TLS: certificates, names, versions.
        case tls
        /// The message is larger than the broker takes.
        case tooLarge
        /// There is no connection now.
        case notConnected
        /// A setting that cannot work.
        case invalid
        /// Anything else.
        case failed
    }

    /// What kind of failure it is.
    public let code: Code
    /// What happened, and what to do about it.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
