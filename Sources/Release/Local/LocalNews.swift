/// What the local runner tells while it runs.
public enum LocalNews: Sendable {
    /// A component's state is another one now; all of them are given too.
    case changed(LocalStatus.Entry, LocalStatus)
    /// Something that should be looked at.
    case warning(subject: String, text: String)
}
