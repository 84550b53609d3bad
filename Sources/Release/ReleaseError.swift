/// Why a step of a release did not go through.
public struct ReleaseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind it is; it becomes the program's exit code.
    public enum Kind: String, Sendable, Hashable {
        /// The configuration, a recipe, a file or an artifact is not as it should be.
        case input
        /// A command that the configuration names has failed, or has not made what it should.
        case command
        /// AWS, a registry or the network refused, or could not be reached.
        case cloud
        /// A deployment did not succeed.
        case deployment
        /// A limit of time has passed.
        case timeout
    }

    /// What kind it is.
    public let kind: Kind
    /// What was found, what was expected, and how to mend it, a line each; without secrets.
    public let message: String

    /// Makes an error.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
