/// The course of one model's updates: what follows from what.
///
/// It does nothing itself. Whoever drives it writes `record` to the disk after each event, before it carries out the
/// actions that came of it.
public struct UpdateMachine: Sendable, Equatable {
    /// What must be on the disk.
    public internal(set) var record: ModelRecord
    /// How models are tried where nobody says it.
    public let policy: UpdatePolicy
    /// What of the update under way need not outlive the process.
    public internal(set) var run = UpdateRun()

    /// Goes on from what is on the disk.
    public init(record: ModelRecord, policy: UpdatePolicy) {
        self.record = record
        self.policy = policy
    }

    /// Takes an event; returns what is to be done once `record` is on the disk.
    public mutating func receive(_ event: UpdateEvent, at now: Moment) -> [UpdateAction] {
        switch event {
        case .install(let job): install(job, now)
        case .work(let job, let outcome): job == record.candidate?.job.id ? take(outcome, now) : []
        case .figures(let bundle, let figures): take(figures, of: bundle, now)
        case .tick: tick(now)
        case .proceed: proceed()
        case .confirm(let reply): confirm(reply, now)
        case .rollback(let reply): rollBack(reply, now)
        case .restarted(let wasClean): restart(wasClean: wasClean, now)
        case .stopping: stop(now)
        case .damaged(let error, let previousServes): replaceActive(error, previousServes: previousServes, now)
        case .recalled(let standing): recall(standing)
        case .rebuilt(let target, let previous, let error): adopt(target, previous: previous, error, now)
        }
    }

    /// How long nothing can change by time alone, 1 s at most; nil: for ever.
    public func patience(at now: Moment) -> Duration? {
        guard let candidate = record.candidate else { return nil }
        let longest = Duration.seconds(1)
        guard let began = run.stageBegan, !run.awaitsConfirmation else { return longest }
        let passed = now.monotonic - began
        switch candidate.phase {
        case .shadow(let target, _):
            return min(longest, max(.zero, policy.shadow(candidate.job, target.gates) - passed))
        case .trial(_, _, let remaining): return min(longest, max(.zero, remaining - passed))
        default: return longest
        }
    }

    /// The share of compared answers that agree, 0 to 1, while the candidate is a shadow and something was compared.
    public var agreement: Double? {
        guard case .shadow(let figures) = run.figures else { return nil }
        return figures.agreement
    }

    /// True when the trial has lasted its time and a person's word is awaited.
    public var awaitsConfirmation: Bool { run.awaitsConfirmation }
}

/// What is known of an update under way in this process alone.
public struct UpdateRun: Sendable, Equatable {
    /// When the deadline is over by the clock that nobody sets; nil: there is none.
    var deadline: Duration?
    /// True while the job waits for its time.
    var isWaiting = false
    /// When the stage began, on the monotonic clock; nil: it has not.
    var stageBegan: Duration?
    /// True when the loop has the candidate beside what is active.
    var isPlaced = false
    /// What was counted last.
    var figures: StageFigures?
    /// True when the trial has lasted its time and a person's word is awaited.
    var awaitsConfirmation = false
    /// Who is to be answered when the way back has ended.
    var reply: Int?

    init() {}
}

extension UpdateMachine {
    /// Where the update under way is.
    func report(
        _ status: UpdateReport.Status = .inProgress,
        phase: String? = nil,
        error: UpdateError? = nil,
        details: [String: String] = [:]
    ) -> [UpdateAction] {
        guard let candidate = record.candidate, candidate.job.place != .stored else { return [] }
        return [
            .report(
                UpdateReport(
                    job: candidate.job.id,
                    version: candidate.phase.target?.version ?? candidate.job.version,
                    status: status,
                    phase: phase ?? candidate.phase.word,
                    error: error,
                    details: details
                )
            )
        ]
    }

    /// A note about the update under way.
    func note(_ kind: UpdateNote.Kind, _ error: UpdateError? = nil) -> UpdateAction {
        let candidate = record.candidate
        let target = candidate?.phase.target
        return .note(
            UpdateNote(
                kind: kind,
                version: target?.version ?? candidate?.job.version,
                bundle: target?.bundle ?? candidate?.job.bundle,
                job: candidate?.job.place == .stored ? nil : candidate?.job.id,
                error: error
            )
        )
    }

    /// Enters a phase.
    mutating func enter(_ phase: UpdatePhase) {
        record.candidate?.phase = phase
        run.stageBegan = nil
        run.figures = nil
        run.awaitsConfirmation = false
    }

    /// The update under way is over.
    mutating func close() {
        record.candidate = nil
        run = UpdateRun()
    }
}
