/// Why a key cannot be read or made, and the remedy.
public struct CryptoError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, what was expected, and how to mend it; never a part of a key.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
