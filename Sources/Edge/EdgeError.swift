/// Why the component cannot run, in words for a person.
public struct EdgeError: Error, Sendable, CustomStringConvertible {
    /// What happened, and what to do about it.
    public let message: String

    init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
