/// Why a model could not be found in a registry.
public struct MLflowError: Error, Sendable, Hashable, CustomStringConvertible {
    /// MLflow's own word, such as `RESOURCE_DOES_NOT_EXIST`; `Transfer` or `Answer` where it did not come to that.
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
