/// What is known of one model, as it stands in the state database.
public struct ModelRow: Sendable, Equatable {
    /// The model's name.
    public var name: String
    /// What serves.
    public var active: ResidentRow?
    /// What served before it.
    public var previous: ResidentRow?
    /// The lowest security version that may be installed.
    public var floor: Int
    /// Rises with every change of `active`.
    public var generation: Int
    /// The bundle of the configuration that was installed last, 32 bytes.
    public var configured: [UInt8]?
    /// Bundles that are not tried again, the oldest first.
    public var rejected: [RejectedRow]
    /// The update under way.
    public var candidate: CandidateRow?

    /// Makes one from its parts.
    public init(
        name: String,
        active: ResidentRow? = nil,
        previous: ResidentRow? = nil,
        floor: Int = 0,
        generation: Int = 0,
        configured: [UInt8]? = nil,
        rejected: [RejectedRow] = [],
        candidate: CandidateRow? = nil
    ) {
        self.name = name
        self.active = active
        self.previous = previous
        self.floor = floor
        self.generation = generation
        self.configured = configured
        self.rejected = rejected
        self.candidate = candidate
    }
}

/// A bundle that serves or has served.
public struct ResidentRow: Sendable, Equatable {
    /// What names it, 32 bytes.
    public var bundle: [UInt8]
    /// Its version, for people.
    public var version: String
    /// What may never fall.
    public var securityVersion: Int
    /// True when a trusted key has signed it.
    public var isSigned: Bool
    /// Where it can be fetched again.
    public var source: String?
    /// When it was confirmed, milliseconds since 1970.
    public var since: Int64

    /// Makes one from its parts.
    public init(
        bundle: [UInt8],
        version: String,
        securityVersion: Int,
        isSigned: Bool,
        source: String?,
        since: Int64
    ) {
        self.bundle = bundle
        self.version = version
        self.securityVersion = securityVersion
        self.isSigned = isSigned
        self.source = source
        self.since = since
    }
}

/// A bundle that is not tried again.
public struct RejectedRow: Sendable, Equatable {
    /// What names it, 32 bytes.
    public var bundle: [UInt8]
    /// Why: the word that progress carries.
    public var code: String
    /// When, milliseconds since 1970.
    public var time: Int64

    /// Makes one from its parts.
    public init(bundle: [UInt8], code: String, time: Int64) {
        self.bundle = bundle
        self.code = code
        self.time = time
    }
}

/// An update under way.
public struct CandidateRow: Sendable, Equatable {
    /// The job's id.
    public var job: String
    /// The word of its phase.
    public var phase: String
    /// How often what it stands in was begun.
    public var starts: Int
    /// What is left of its trial, milliseconds; nil: it is not on trial.
    public var remainingMilliseconds: Int64?
    /// What names its bundle, 32 bytes; nil: not known yet.
    public var bundle: [UInt8]?
    /// Its version; nil: not known yet.
    public var version: String?
    /// What was asked for, as JSON.
    public var command: String
    /// What its manifest says, as JSON; nil: not known yet.
    public var target: String?

    /// Makes one from its parts.
    public init(
        job: String,
        phase: String,
        starts: Int,
        remainingMilliseconds: Int64?,
        bundle: [UInt8]?,
        version: String?,
        command: String,
        target: String?
    ) {
        self.job = job
        self.phase = phase
        self.starts = starts
        self.remainingMilliseconds = remainingMilliseconds
        self.bundle = bundle
        self.version = version
        self.command = command
        self.target = target
    }
}

/// What was said last of a job.
public struct JobRow: Sendable, Equatable {
    /// The job's id; unique for its model.
    public var id: String
    /// The model's name.
    public var model: String
    /// The version, where it is known.
    public var version: String?
    /// The word for its status.
    public var status: String
    /// The word for its phase.
    public var phase: String
    /// Why it did not succeed: the word that progress carries.
    public var code: String?
    /// Why, for people.
    public var reason: String?
    /// Figures, as a JSON object of strings.
    public var details: String
    /// Rises by one with everything that is said.
    public var seq: Int
    /// When, milliseconds since 1970.
    public var time: Int64

    /// Makes one from its parts.
    public init(
        id: String,
        model: String,
        version: String?,
        status: String,
        phase: String,
        code: String? = nil,
        reason: String? = nil,
        details: String = "{}",
        seq: Int,
        time: Int64
    ) {
        self.id = id
        self.model = model
        self.version = version
        self.status = status
        self.phase = phase
        self.code = code
        self.reason = reason
        self.details = details
        self.seq = seq
        self.time = time
    }
}

/// Something that happened to a model.
public struct HistoryRow: Sendable, Equatable {
    /// When, milliseconds since 1970.
    public var time: Int64
    /// The model's name.
    public var model: String
    /// The word for what happened.
    public var what: String
    /// The version that it happened to.
    public var version: String?
    /// The bundle that it happened to, 32 bytes.
    public var bundle: [UInt8]?
    /// Why: the word that progress carries.
    public var code: String?
    /// Why, for people.
    public var reason: String?
    /// The job that brought it.
    public var job: String?
    /// The id of the event that tells of it.
    public var event: String

    /// Makes one from its parts.
    public init(
        time: Int64,
        model: String,
        what: String,
        version: String? = nil,
        bundle: [UInt8]? = nil,
        code: String? = nil,
        reason: String? = nil,
        job: String? = nil,
        event: String
    ) {
        self.time = time
        self.model = model
        self.what = what
        self.version = version
        self.bundle = bundle
        self.code = code
        self.reason = reason
        self.job = job
        self.event = event
    }
}
