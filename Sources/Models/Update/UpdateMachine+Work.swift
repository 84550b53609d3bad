/// From the command to the probe.
extension UpdateMachine {
    mutating func install(_ job: UpdateJob, _ now: Moment) -> [UpdateAction] {
        if let refusal = refusal(of: job, now) { return [.report(refusal)] }
        var actions: [UpdateAction] = []
        if let old = record.candidate?.job.id {
            actions = cancel(UpdateError(.cancelled, "job \(job.id) took the place of job \(old)"))
        }
        record.candidate = UpdateCandidate(job: job, phase: .received)
        run = UpdateRun()
        run.deadline = job.deadline.map { now.monotonic + .milliseconds($0 - now.wall) }
        return actions + begin(now)
    }

    /// What is to be said at once to a job that changes nothing.
    private func refusal(of job: UpdateJob, _ now: Moment) -> UpdateReport? {
        func report(
            _ status: UpdateReport.Status,
            _ error: UpdateError? = nil,
            phase: String = "RECEIVED",
            details: [String: String] = [:]
        ) -> UpdateReport {
            UpdateReport(
                job: job.id,
                version: job.version,
                status: status,
                phase: phase,
                error: error,
                details: details
            )
        }
        if let known = job.bundle, known == record.active?.bundle {
            return report(.succeeded, phase: "CONFIRMED", details: Self.alreadyInstalled)
        }
        if let known = job.bundle, !job.isForced, record.rejects(known) {
            return report(.rejected, rejectedBefore(known))
        }
        if let deadline = job.deadline, deadline <= now.wall {
            return report(.rejected, UpdateError(.deadline, "the deadline was over when the command came"))
        }
        switch record.candidate?.phase {
        case .trial:
            return report(.rejected, busy("is on trial; confirm it or roll it back first"))
        case .returning:
            return report(.rejected, busy("is being gone back to; wait for it"))
        default: return nil
        }
    }

    static var alreadyInstalled: [String: String] { ["note": "already installed"] }

    private func busy(_ what: String) -> UpdateError {
        let version = record.candidate?.phase.target?.version ?? ""
        return UpdateError(.busy, "version \(version) of \(record.name) \(what)")
    }

    func rejectedBefore(_ bundle: BundleID) -> UpdateError {
        let code = record.rejected.last { $0.bundle == bundle }?.code.rawValue ?? ""
        return UpdateError(
            .rejectedBefore,
            "bundle \(bundle.short) was rejected before (\(code)); send it with \"force\":true, or use 'marram models install --again', if that is wanted"
        )
    }

    /// Begins with the manifest, or waits for the time.
    mutating func begin(_ now: Moment) -> [UpdateAction] {
        guard let job = record.candidate?.job else { return [] }
        if let time = job.notBefore, time > now.wall {
            run.isWaiting = true
            return report(.queued)
        }
        run.isWaiting = false
        return report() + [.work(.manifest(job, floor: record.floor))]
    }

    mutating func take(_ outcome: WorkOutcome, _ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate else { return [] }
        switch (outcome, candidate.phase) {
        case (.manifest(let target), .received):
            return accept(target, candidate.job, now)
        case (.progress(let done, let total, let resumed), .downloading):
            var details = ["bytes": "\(done)", "total": "\(total)"]
            if resumed > 0 { details["resumed_from"] = "\(resumed)" }
            return report(details: details)
        case (.waiting(let error), .received), (.waiting(let error), .downloading):
            return report(details: ["waiting": "\(error.code.rawValue): \(error.message)"])
        case (.downloaded, .downloading(let target)):
            enter(.verified(target))
            return report() + [.work(.store(candidate.job, target))]
        case (.stored, .verified(let target)):
            enter(.stored(target, probes: 1))
            return report() + [.work(.probe(candidate.job, target))]
        case (.probed(let details), .stored(let target, _)):
            return report(phase: "PROBED", details: details) + enterStage(target, candidate.job)
        case (.loaded, _):
            return serve(now)
        case (.failed(let error), _):
            return fail(error, now)
        default:
            return []
        }
    }

    private mutating func accept(_ target: UpdateTarget, _ job: UpdateJob, _ now: Moment) -> [UpdateAction] {
        if target.bundle == record.active?.bundle {
            let actions = report(.succeeded, phase: "CONFIRMED", details: Self.alreadyInstalled)
            if case .configured = job.place { record.configured = target.bundle }
            close()
            return actions + [.discard(job: job.id)]
        }
        if let error = objection(to: target, job) { return fail(error, now) }
        enter(.downloading(target))
        let total = ["bytes": "0", "total": "\(target.byteCount)"]
        return report(phase: "MANIFEST_OK") + report(details: total) + [.work(.download(job, target))]
    }

    private func objection(to target: UpdateTarget, _ job: UpdateJob) -> UpdateError? {
        if let wanted = job.bundle, wanted != target.bundle {
            return UpdateError(
                .digestMismatch,
                "the manifest's SHA-256 is \(target.bundle), the command says \(wanted); publish the bundle again"
            )
        }
        if !job.isForced, record.rejects(target.bundle) { return rejectedBefore(target.bundle) }
        guard target.securityVersion >= record.floor else {
            return UpdateError(
                .downgrade,
                "security version \(target.securityVersion) is below \(record.floor), which was confirmed here before"
            )
        }
        return nil
    }

    /// The update under way is given up before its trial; nothing is held against its bundle.
    mutating func cancel(_ error: UpdateError) -> [UpdateAction] {
        guard let job = record.candidate?.job.id else { return [] }
        let actions =
            [UpdateAction.cancelWork(job: job)] + withdrawal + report(.cancelled, error: error)
            + [.discard(job: job), .collect]
        close()
        return actions
    }

    /// The order that takes the candidate out of service, where it is in service.
    var withdrawal: [UpdateAction] {
        guard run.isPlaced, let target = record.candidate?.phase.target else { return [] }
        return [.serve(.withdraw(target.bundle))]
    }

    /// The update has failed.
    mutating func fail(_ error: UpdateError, _ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate else { return [] }
        if case .returning = candidate.phase { return stay(error) }
        var isRefused = false
        if case .received = candidate.phase { isRefused = error.code.blamesTheBundle }
        var wasOnTrial = false
        if case .trial = candidate.phase { wasOnTrial = true }
        let isCondemned = error.code.condemns
        if isCondemned, let target = candidate.phase.target { record.reject(target.bundle, error.code, at: now.wall) }
        var details: [String: String] = [:]
        if wasOnTrial, let active = record.active { details["rolled_back_to"] = active.version }
        var actions: [UpdateAction] = [.cancelWork(job: candidate.job.id)] + withdrawal
        actions += report(isRefused ? .rejected : .failed, error: error, details: details)
        if wasOnTrial {
            actions.append(note(.rolledBack, error))
        } else if isCondemned || isRefused {
            actions.append(note(.rejected, error))
        }
        close()
        return actions + [.discard(job: candidate.job.id), .collect]
    }
}

extension UpdateCode {
    /// True when the bundle is to blame as it is: it is not tried again.
    var condemns: Bool {
        switch self {
        case .probeFailed, .probeCrash, .probeTimeout, .probeMemory, .probeSlow, .shadowDisagrees, .errorRate,
            .latencyRegression, .crashInTrial, .driftInTrial:
            true
        default: false
        }
    }

    /// True when a manifest was refused, rather than not reached.
    var blamesTheBundle: Bool {
        switch self {
        case .downloadFailed, .tooSlow, .noSpace, .readOnly, .cancelled, .internal: false
        default: true
        }
    }
}
