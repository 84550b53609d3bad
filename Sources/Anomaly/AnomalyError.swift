/// Why a window, a rule or a baseline cannot be, and what would help.
public struct AnomalyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found, what was expected, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
