/// Why a file or an option cannot be worked with, and what would help.
public struct LabError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found, where, what was expected, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
