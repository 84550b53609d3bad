/// What the start of a session found.
public struct SessionStart: Sendable, Hashable {
    /// The boot counter: 1 for the first session in a data directory, then one more each time.
    public let number: Int
    /// False when the session before this one began and did not end: a crash, a kill, a power cut.
    public let previousExitWasClean: Bool
}
