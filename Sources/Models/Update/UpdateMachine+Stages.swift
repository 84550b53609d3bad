/// From the probe to the end of the trial.
extension UpdateMachine {
    /// The stage that comes after the probe.
    mutating func enterStage(_ target: UpdateTarget, _ job: UpdateJob) -> [UpdateAction] {
        guard record.active != nil else {
            enter(.debut(target, starts: 0))
            return [.proceed]
        }
        guard policy.shadow(job, target.gates) > .zero else { return enterTrial(target, job) }
        enter(.shadow(target, starts: 0))
        return report() + [.proceed]
    }

    /// Begins the trial; its progress tells what the shadow before it has found.
    private mutating func enterTrial(
        _ target: UpdateTarget,
        _ job: UpdateJob,
        after shadow: [String: String] = [:]
    ) -> [UpdateAction] {
        enter(.trial(target, starts: 0, remaining: job.strategy.trial ?? policy.trial))
        var details = shadow
        details["share_percent"] = "\(job.strategy.sharePercent ?? 100)"
        return report(details: details) + [.proceed]
    }

    /// Counts the start, so that it is on the disk before the candidate is loaded.
    mutating func proceed() -> [UpdateAction] {
        guard let candidate = record.candidate else { return [] }
        switch candidate.phase {
        case .debut(let target, let starts): record.candidate?.phase = .debut(target, starts: starts + 1)
        case .shadow(let target, let starts): record.candidate?.phase = .shadow(target, starts: starts + 1)
        case .trial(let target, let starts, let remaining):
            record.candidate?.phase = .trial(target, starts: starts + 1, remaining: remaining)
        case .returning(let target, let starts): record.candidate?.phase = .returning(target, starts: starts + 1)
        default: return []
        }
        guard let target = candidate.phase.target else { return [] }
        return [.work(.load(candidate.job, target))]
    }

    /// The candidate is loaded: it takes its place.
    mutating func serve(_ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate, run.stageBegan == nil else { return [] }
        switch candidate.phase {
        case .debut:
            return [note(.activated)] + settle(now)
        case .returning(let target, _):
            return goBack(to: target, now)
        case .shadow(let target, _):
            run.stageBegan = now.monotonic
            run.isPlaced = true
            return [.serve(.shadow(target.bundle))]
        case .trial(let target, _, _):
            run.stageBegan = now.monotonic
            run.isPlaced = true
            let share = candidate.job.strategy.sharePercent ?? 100
            return [.serve(.trial(target.bundle, sharePercent: share)), note(.activated)]
        default:
            return []
        }
    }

    mutating func take(_ figures: StageFigures, of bundle: BundleID, _ now: Moment) -> [UpdateAction] {
        guard let target = record.candidate?.phase.target, target.bundle == bundle, run.stageBegan != nil else {
            return []
        }
        switch (figures, record.candidate?.phase) {
        case (.shadow, .shadow):
            run.figures = figures
            return []
        case (.trial(let trial), .trial):
            run.figures = figures
            let error = StageVerdict(target.gates, policy).early(trial)
            return error.map { fail($0, now) } ?? []
        default:
            return []
        }
    }

    mutating func tick(_ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate else { return [] }
        if isLate(candidate, now) {
            return fail(UpdateError(.deadline, "the deadline came before the model could serve"), now)
        }
        if run.isWaiting {
            guard let time = candidate.job.notBefore, time > now.wall else { return begin(now) }
            return []
        }
        guard let began = run.stageBegan else { return [] }
        switch candidate.phase {
        case .shadow(let target, _) where now.monotonic - began >= policy.shadow(candidate.job, target.gates):
            return endShadow(target, candidate.job, now)
        case .trial(let target, _, let remaining) where now.monotonic - began >= remaining:
            return run.awaitsConfirmation ? [] : endTrial(target, candidate.job, now)
        default:
            return []
        }
    }

    /// True when the deadline is over by either clock, and the model does not serve yet.
    private func isLate(_ candidate: UpdateCandidate, _ now: Moment) -> Bool {
        switch candidate.phase {
        case .trial, .returning, .debut: return false
        default: break
        }
        guard let deadline = candidate.job.deadline else { return false }
        return now.wall >= deadline || run.deadline.map { now.monotonic >= $0 } ?? false
    }

    private mutating func endShadow(_ target: UpdateTarget, _ job: UpdateJob, _ now: Moment) -> [UpdateAction] {
        var figures = StageFigures.Shadow(compared: 0, agreed: 0, failed: 0)
        if case .shadow(let found) = run.figures { figures = found }
        if let error = StageVerdict(target.gates, policy).last(figures) { return fail(error, now) }
        return enterTrial(target, job, after: figures.details)
    }

    private mutating func endTrial(_ target: UpdateTarget, _ job: UpdateJob, _ now: Moment) -> [UpdateAction] {
        if case .trial(let figures) = run.figures, let error = StageVerdict(target.gates, policy).last(figures) {
            return fail(error, now)
        }
        guard job.strategy.autoConfirm ?? policy.autoConfirm else {
            run.awaitsConfirmation = true
            return report(details: ["awaiting": "confirm"])
        }
        return settle(now)
    }

    /// The candidate is confirmed: from now on it is the active one.
    mutating func settle(_ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate, let target = candidate.phase.target else { return [] }
        var order = ServingOrder.replace(target.bundle)
        if case .trial = candidate.phase, run.stageBegan != nil { order = .promote(target.bundle) }
        let actions: [UpdateAction] =
            [.serve(order)] + report(.succeeded, phase: "CONFIRMED")
            + [note(.confirmed), .discard(job: candidate.job.id), .collect]
        if let active = record.active, active.bundle != target.bundle { record.previous = active }
        record.active = ModelRecord.Resident(target, since: now.wall)
        record.floor = max(record.floor, target.securityVersion)
        record.generation += 1
        record.rejected.removeAll { $0.bundle == target.bundle }
        if case .configured = candidate.job.place { record.configured = target.bundle }
        close()
        return actions
    }
}
