import Models

/// What reaches the updater's thread.
enum UpdateMessage: Sendable {
    /// A command on `model/{m}/set`, to be answered with `taken` and its number; without one the configuration's word at
    /// the start, or this device's own.
    case install(InstallCommand, number: Int?)
    /// A person's word on `cmd`, to be replied to by its number.
    ///
    /// Its id, where it has one, is the same when the broker delivers it again.
    case control(ControlCommand, id: String?, number: Int)
    case stage(StageReport)
    /// Finish: the process is stopping in order.
    case stop
}

/// What the updater's thread tells the loop's.
enum UpdaterWord: Sendable {
    case order(StageOrder)
    case progress(JobProgress)
    case state(ModelState)
    case event(ModelEvent)
    /// The install command of that number is in the table, or its refusal is: the broker need not keep it any more.
    case taken(Int)
    /// What becomes of the control command of that number, once that is in the table.
    case reply(ControlReply, Int)
}

/// An update that is wanted.
struct InstallCommand: Sendable, Equatable {
    /// Where the bundle is.
    enum Place: Sendable, Equatable {
        /// The manifest's or the archive's URL, with its SHA-256 where it is known.
        case url(String, sha256: [UInt8]?)
        /// A folder or a file of the configuration; it may have no manifest.
        case configured(String)
        /// A folder with a bundle that this device itself has made; no command from outside can say so.
        case made(String)
    }

    /// 1 to 64 of `A-Za-z0-9_.-`.
    var job: String
    var model: Name
    /// As the command says, for people; the manifest's counts.
    var version: String?
    var place: Place
    var strategy = Strategy()
    /// True: a bundle that was rejected before is tried again.
    var isForced = false
    /// Milliseconds since 1970-01-01T00:00:00Z; nil: at once.
    var notBefore: Int64?
    /// Milliseconds since 1970-01-01T00:00:00Z; nil: none.
    var deadline: Int64?

    /// How a model is tried; nil: as the manifest or the configuration says.
    struct Strategy: Sendable, Equatable {
        var shadow: Duration?
        var trial: Duration?
        var sharePercent: Int?
        var autoConfirm: Bool?
    }
}

/// A person's word.
enum ControlCommand: Sendable, Equatable {
    /// Go back to the previous model, or end a trial.
    case rollback(Name)
    /// Confirm the model on trial.
    case confirm(Name)
}

/// What becomes of a person's word.
enum ControlReply: Sendable, Equatable {
    case done
    case failed(code: String, reason: String)
}

/// Where a job is; one message on `model/{m}/job/{id}`.
struct JobProgress: Sendable, Equatable {
    enum Status: String, Sendable {
        case queued = "QUEUED"
        case inProgress = "IN_PROGRESS"
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
        case rejected = "REJECTED"
        case cancelled = "CANCELED"
    }

    var job: String
    var model: Name
    var version: String?
    /// Rises by one with each message of the job; a message that is sent again has the same.
    var seq: Int
    var status: Status
    /// `RECEIVED`, `MANIFEST_OK`, `DOWNLOADING`, `VERIFIED`, `STORED`, `PROBED`, `SHADOW`, `TRIAL`, `CONFIRMED`,
    /// `ROLLED_BACK`.
    var phase: String
    var code: UpdateCode?
    var reason: String?
    var details: [String: String] = [:]
    /// Milliseconds since 1970-01-01T00:00:00Z.
    var time: Int64
}

/// What is served of a model, and what may be; retained on `model/{m}/state`.
struct ModelState: Sendable, Equatable {
    struct Resident: Sendable, Equatable {
        var version: String
        var bundle: BundleID
        /// Milliseconds since 1970-01-01T00:00:00Z; nil: not known.
        var since: Int64?
        var isSigned: Bool
    }

    struct Candidate: Sendable, Equatable {
        var version: String?
        var bundle: BundleID?
        var phase: String
        /// The share of compared answers that agree, 0 to 1.
        var agreement: Double?
    }

    struct Rejected: Sendable, Equatable {
        var bundle: BundleID
        var code: UpdateCode
    }

    var model: Name
    var active: Resident?
    var previous: Resident?
    var candidate: Candidate?
    var securityFloor: Int
    /// The last ones, 16 at most.
    var rejected: [Rejected] = []
    var job: String?
    /// What keeps updates from working, such as a full disk; nil: nothing.
    var trouble: String?
    /// Milliseconds since 1970-01-01T00:00:00Z.
    var time: Int64
}

/// What is told of a model in a CloudEvent.
struct ModelEvent: Sendable, Equatable {
    enum Kind: String, Sendable {
        case activated, confirmed, rejected, corrupt
        case rolledBack = "rolled_back"
    }

    var kind: Kind
    var model: Name
    var version: String?
    var bundle: BundleID?
    var job: String?
    var code: UpdateCode?
    var reason: String?
    /// The same when it is sent again.
    var id: String
    /// Milliseconds since 1970-01-01T00:00:00Z.
    var time: Int64
}
