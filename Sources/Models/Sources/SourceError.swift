/// Why bytes did not come from where a bundle lies.
public struct SourceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What becomes of it.
    public enum Kind: Sendable, Hashable {
        /// The same may succeed later.
        case passing
        /// There is no such file.
        case missing
        /// It stays so.
        case lasting
    }

    /// What an update fails with, if it comes to that.
    public let error: UpdateError
    /// What becomes of it.
    public let kind: Kind

    /// Makes one.
    public init(_ error: UpdateError, _ kind: Kind = .lasting) {
        self.error = error
        self.kind = kind
    }

    init(_ code: UpdateCode, _ message: String, _ kind: Kind = .lasting) {
        self.init(UpdateError(code, message), kind)
    }

    /// True when the same may succeed later.
    public var isPassing: Bool { kind == .passing }

    /// The message.
    public var description: String { error.message }
}
