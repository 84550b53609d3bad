/// An update under way.
public struct UpdateCandidate: Sendable, Equatable {
    /// What was asked for.
    public var job: UpdateJob
    /// How far it has come.
    public var phase: UpdatePhase

    /// Makes one from its parts.
    public init(job: UpdateJob, phase: UpdatePhase) {
        self.job = job
        self.phase = phase
    }
}

/// How far an update has come; what is in it is on the disk before the phase begins.
public enum UpdatePhase: Sendable, Equatable {
    /// It was asked for; its manifest is read, or it waits for its time.
    case received
    /// Its manifest was accepted; its files are fetched.
    case downloading(UpdateTarget)
    /// All files are there and right; the bundle goes into the store.
    case verified(UpdateTarget)
    /// It is in the store, and was probed so often, this time included.
    case stored(UpdateTarget, probes: Int)
    /// It passed its probe and is the model's first; it was loaded so often.
    case debut(UpdateTarget, starts: Int)
    /// It sees copies of live inputs; it was loaded so often.
    case shadow(UpdateTarget, starts: Int)
    /// It serves; it was loaded so often, and is to be watched for so long.
    case trial(UpdateTarget, starts: Int, remaining: Duration)
    /// A person goes back to it; it was loaded so often.
    case returning(UpdateTarget, starts: Int)

    /// The bundle, from the moment that its manifest was accepted.
    public var target: UpdateTarget? {
        switch self {
        case .received: nil
        case .downloading(let target), .verified(let target), .stored(let target, _), .debut(let target, _),
            .shadow(let target, _), .trial(let target, _, _), .returning(let target, _):
            target
        }
    }

    /// How often what it stands in was begun.
    public var starts: Int {
        switch self {
        case .received, .downloading, .verified: 0
        case .stored(_, let starts), .debut(_, let starts), .shadow(_, let starts), .trial(_, let starts, _),
            .returning(_, let starts):
            starts
        }
    }

    /// The word that progress carries.
    public var word: String {
        switch self {
        case .received: "RECEIVED"
        case .downloading: "DOWNLOADING"
        case .verified: "VERIFIED"
        case .stored: "STORED"
        case .debut: "PROBED"
        case .shadow: "SHADOW"
        case .trial: "TRIAL"
        case .returning: "RETURNING"
        }
    }
}
