/// How a client proves itself to a registry; descriptions and dumps do not show with what.
public enum MLflowAuthentication: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Not at all.
    case none
    /// By a token.
    case bearer(String)
    /// By a name and a password.
    case basic(user: String, password: String)

    /// The kind.
    public var description: String {
        switch self {
        case .none: "none"
        case .bearer: "bearer ********"
        case .basic: "basic ********"
        }
    }
    /// The kind.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
