/// What happens to a model's update.
public enum UpdateEvent: Sendable, Equatable {
    /// A bundle is wanted.
    case install(UpdateJob)
    /// Work for the job has come so far.
    case work(job: String, WorkOutcome)
    /// What is counted of the bundle in its stage.
    case figures(BundleID, StageFigures)
    /// Time has passed.
    case tick
    /// What was just committed is to be begun: answers the action `proceed`.
    case proceed
    /// A person confirms the model on trial; the number is that of the reply.
    case confirm(reply: Int)
    /// A person wants to go back; the number is that of the reply.
    case rollback(reply: Int)
    /// The process has begun; the one before ended in order, or it did not.
    case restarted(wasClean: Bool)
    /// The process is going to end in order.
    case stopping
    /// What was active was found damaged at the start; the one before it can serve, or it cannot.
    case damaged(UpdateError, previousServes: Bool)
    /// What was known is lost, but for what stands beside the store.
    case recalled(Standing)
    /// What was known is lost, and this is what the store has: what serves, and what served before it.
    case rebuilt(UpdateTarget, previous: UpdateTarget?, UpdateError)
}

/// What has become of a piece of work.
public enum WorkOutcome: Sendable, Equatable {
    /// The manifest was read and accepted.
    case manifest(UpdateTarget)
    /// So many bytes of all are there, of which an earlier attempt had fetched some.
    case progress(done: Int64, total: Int64, resumed: Int64)
    /// Nothing comes; it goes on when this has passed.
    case waiting(UpdateError)
    /// All files are there and were read back.
    case downloaded
    /// The bundle is in the store.
    case stored
    /// The probe was passed; what it measured, for people.
    case probed([String: String])
    /// The candidate can take its place.
    case loaded
    /// It did not work.
    case failed(UpdateError)
}
