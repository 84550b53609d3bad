/// What went wrong with a bundle or an update, and the remedy.
public struct UpdateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The word for programs.
    public let code: UpdateCode
    /// What was found, what was expected, and how to mend it; for people.
    public let message: String

    /// Makes an error.
    public init(_ code: UpdateCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
