/// Why a window or a comparison cannot be, and what would help.
public struct DriftWindowError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found, what was expected, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
