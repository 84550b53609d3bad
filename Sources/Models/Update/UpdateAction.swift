/// What is to be done, in this order, once what the machine's record says is on the disk.
public enum UpdateAction: Sendable, Equatable {
    /// Do this on the worker's thread; its outcome is an event.
    case work(UpdateStep)
    /// Break off what is done for the job; its outcomes do not matter any more.
    case cancelWork(job: String)
    /// Tell the loop what serves.
    case serve(ServingOrder)
    /// Tell whoever asked where the job is.
    case report(UpdateReport)
    /// Keep this in the history, and tell it where it is an event.
    case note(UpdateNote)
    /// Give the event `proceed` back, at once.
    case proceed
    /// Remove what was fetched for the job and did not get into the store.
    case discard(job: String)
    /// Remove bundles that nobody needs.
    case collect
    /// Answer a person.
    case reply(Int, UpdateError?)
}

/// Work that takes its time.
public enum UpdateStep: Sendable, Equatable {
    /// Read the manifest and hold it against the device and the floor.
    case manifest(UpdateJob, floor: Int)
    /// Fetch the files and read them back.
    case download(UpdateJob, UpdateTarget)
    /// Put the bundle into the store.
    case store(UpdateJob, UpdateTarget)
    /// Let a child process try it.
    case probe(UpdateJob, UpdateTarget)
    /// Load it into this process, from the store.
    case load(UpdateJob, UpdateTarget)

    /// The job that it is done for.
    public var job: UpdateJob {
        switch self {
        case .manifest(let job, _), .download(let job, _), .store(let job, _), .probe(let job, _), .load(let job, _):
            job
        }
    }
}

/// What is to serve.
public enum ServingOrder: Sendable, Equatable {
    /// The candidate sees copies.
    case shadow(BundleID)
    /// The candidate serves a share of the keys, 1 to 100 percent.
    case trial(BundleID, sharePercent: Int)
    /// The candidate serves everything from now on.
    case promote(BundleID)
    /// The candidate serves nothing any more.
    case withdraw(BundleID)
    /// This serves instead of whatever serves.
    case replace(BundleID)
}

/// Where a job is.
public struct UpdateReport: Sendable, Equatable {
    /// What has become of it.
    public enum Status: String, Sendable, CaseIterable {
        case queued = "QUEUED"
        case inProgress = "IN_PROGRESS"
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
        case rejected = "REJECTED"
        case cancelled = "CANCELED"

        /// True when nothing more will come.
        public var isFinal: Bool { self != .queued && self != .inProgress }
    }

    /// The job.
    public var job: String
    /// The version, where it is known.
    public var version: String?
    /// What has become of it.
    public var status: Status
    /// How far it came.
    public var phase: String
    /// Why it did not succeed.
    public var error: UpdateError?
    /// Figures, for people.
    public var details: [String: String] = [:]
}

/// Something to remember of a model.
public struct UpdateNote: Sendable, Equatable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        case activated, confirmed, rejected, corrupt
        case rolledBack = "rolled_back"
    }

    /// What happened.
    public var kind: Kind
    /// The version that it happened to.
    public var version: String?
    /// The bundle that it happened to.
    public var bundle: BundleID?
    /// The job that brought it.
    public var job: String?
    /// Why.
    public var error: UpdateError?
}
