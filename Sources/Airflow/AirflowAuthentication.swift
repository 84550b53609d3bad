/// How a client proves itself to Airflow; descriptions and dumps do not show with what.
public enum AirflowAuthentication: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Not at all.
    case none
    /// By a token that the server's people have given out.
    case bearer(String)
    /// By a name and a password: with Airflow 2 in every request, with Airflow 3 for a token, which is asked for anew when
    /// it has expired.
    case password(user: String, password: String)

    /// The kind.
    public var description: String {
        switch self {
        case .none: "none"
        case .bearer: "bearer ********"
        case .password: "password ********"
        }
    }
    /// The kind.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
