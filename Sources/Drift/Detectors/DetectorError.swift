/// Why a detector cannot be made or restored, and what would help.
public struct DetectorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found, what was expected, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
