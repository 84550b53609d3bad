/// Why a process could not be started, confined or waited for.
public struct SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
