/// Why an archive cannot be written or unpacked.
public struct ArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, what was expected, and how to mend it, with the file's name.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
