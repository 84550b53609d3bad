/// Takes what happens while a release is made: a terminal, a log of CI, a test.
///
/// It is called from any thread.
public protocol ReleaseJournal: Sendable {
    /// Takes one event; returns soon.
    func note(_ event: ReleaseEvent)
}

/// What happens while a release is made.
public enum ReleaseEvent: Sendable, Hashable {
    /// Something has been done, or has begun; `subject` is a component's name, or what else it is about.
    case step(subject: String, text: String)
    /// So many bytes of something long have been moved; the last one has `done == total`.
    case progress(subject: String, text: String, done: Int, total: Int)
    /// Something that should be looked at, and does not stop the release.
    case warning(subject: String, text: String)
}
