/// What a node says of an update that somebody follows.
public enum UpdateNews: Sendable, Equatable {
    /// Where the job is.
    case progress(UpdateProgress)
    /// The node is away; what it says: `offline` or `stopped`.
    case away(String)
    /// The node is back.
    case back
}

/// Where a job is, as the node tells it.
public struct UpdateProgress: Sendable, Equatable {
    /// The version, once it is known.
    public let version: String?
    /// `QUEUED`, `IN_PROGRESS`, `SUCCEEDED`, `FAILED`, `REJECTED`, `CANCELED`.
    public let status: String
    /// `RECEIVED` to `CONFIRMED` or `ROLLED_BACK`.
    public let phase: String
    /// Why it did not succeed.
    public let code: String?
    /// The same for people.
    public let reason: String?
    /// Figures.
    public let details: [String: String]

    init(_ message: ProgressMessage) {
        version = message.version
        status = message.status
        phase = message.phase
        code = message.code
        reason = message.reason
        details = message.details
    }

    /// True when nothing more will come.
    public var isFinal: Bool { status != "QUEUED" && status != "IN_PROGRESS" }
    /// True when the model is confirmed.
    public var isSuccess: Bool { status == "SUCCEEDED" }
    /// True while the model serves, and can be taken back.
    public var isOnTrial: Bool { status == "IN_PROGRESS" && phase == "TRIAL" }
}
