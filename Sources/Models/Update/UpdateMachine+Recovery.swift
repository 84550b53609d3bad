/// Ends and beginnings of the process.
extension UpdateMachine {
    /// Ends without a word that a candidate survives: in its probe, as a shadow, on trial.
    private static let mostProbes = 2
    private static let mostShadows = 3
    private static let mostTrials = 2

    mutating func restart(wasClean: Bool, _ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate else { return [] }
        run = UpdateRun()
        run.deadline = candidate.job.deadline.map { now.monotonic + .milliseconds($0 - now.wall) }
        if !wasClean, let error = Self.verdict(on: candidate.phase) { return fail(error, now) }
        switch candidate.phase {
        case .received:
            return begin(now)
        case .downloading(let target):
            return report() + [.work(.download(candidate.job, target))]
        case .verified(let target):
            return report() + [.work(.store(candidate.job, target))]
        case .stored(let target, let probes):
            enter(.stored(target, probes: wasClean ? 1 : probes + 1))
            return report() + [.work(.probe(candidate.job, target))]
        case .debut(let target, _):
            if wasClean { enter(.debut(target, starts: 0)) }
        case .shadow(let target, _):
            if wasClean { enter(.shadow(target, starts: 0)) }
        case .trial(let target, _, let remaining):
            if wasClean { enter(.trial(target, starts: 0, remaining: remaining)) }
        case .returning(let target, _):
            if wasClean { enter(.returning(target, starts: 0)) }
        }
        return report() + [.proceed]
    }

    /// What is held against a candidate with which the process has died; nil: it gets another start.
    private static func verdict(on phase: UpdatePhase) -> UpdateError? {
        switch phase {
        case .stored(_, let probes) where probes >= mostProbes:
            UpdateError(.probeCrash, "the program ended \(probes) times while the model was probed")
        case .shadow(_, let starts) where starts >= mostShadows:
            UpdateError(.crashInTrial, "the program ended \(starts) times while the model was a shadow")
        case .trial(_, let starts, _) where starts >= mostTrials:
            UpdateError(.crashInTrial, "the program ended \(starts) times while the model was on trial")
        case .debut(_, let starts) where starts >= mostTrials, .returning(_, let starts) where starts >= mostTrials:
            UpdateError(.crashInTrial, "the program ended \(starts) times while the model was loaded")
        default:
            nil
        }
    }

    /// What is noted before the process ends in order: nothing is the candidate's fault, and the trial's time stands still.
    mutating func stop(_ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate else { return [] }
        switch candidate.phase {
        case .stored(let target, _):
            record.candidate?.phase = .stored(target, probes: 0)
        case .debut(let target, _):
            record.candidate?.phase = .debut(target, starts: 0)
        case .shadow(let target, _):
            record.candidate?.phase = .shadow(target, starts: 0)
        case .trial(let target, _, let remaining):
            let passed = run.stageBegan.map { now.monotonic - $0 } ?? .zero
            record.candidate?.phase = .trial(target, starts: 0, remaining: max(.zero, remaining - passed))
        case .returning(let target, _):
            record.candidate?.phase = .returning(target, starts: 0)
        case .received, .downloading, .verified: break
        }
        return [.cancelWork(job: candidate.job.id)]
    }

    /// What was active cannot be used: the one before it takes its place, or nothing does.
    ///
    /// A bundle that ended the process while it was loaded is not tried again.
    mutating func replaceActive(
        _ error: UpdateError,
        previousServes: Bool,
        _ now: Moment
    ) -> [UpdateAction] {
        guard let damaged = record.active else { return [] }
        let isAllowed = record.previous.map { $0.securityVersion >= record.floor } ?? false
        record.active = previousServes && isAllowed ? record.previous : nil
        record.previous = nil
        record.generation += 1
        if error.code.condemns { record.reject(damaged.bundle, error.code, at: now.wall) }
        let note = UpdateNote(kind: .corrupt, version: damaged.version, bundle: damaged.bundle, error: error)
        return [.note(note), .collect]
    }

    /// Takes over what stands beside the store, for a model of which nothing else is known.
    mutating func recall(_ standing: Standing) -> [UpdateAction] {
        guard record == ModelRecord(name: record.name) else { return [] }
        record.floor = standing.floor
        record.rejected = standing.rejected
        record.configured = standing.configured
        return []
    }

    /// Takes what is in the store for the active bundle of a model of which nothing is known.
    mutating func adopt(
        _ target: UpdateTarget,
        previous: UpdateTarget?,
        _ error: UpdateError,
        _ now: Moment
    ) -> [UpdateAction] {
        guard record.active == nil, record.candidate == nil, target.securityVersion >= record.floor else { return [] }
        record.active = ModelRecord.Resident(target, since: now.wall)
        record.previous = previous.map { ModelRecord.Resident($0, since: now.wall) }
        record.floor = max(record.floor, target.securityVersion)
        record.generation += 1
        let note = UpdateNote(kind: .corrupt, version: target.version, bundle: target.bundle, error: error)
        return [.note(note)]
    }
}
