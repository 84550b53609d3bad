/// What people say, and the way back.
extension UpdateMachine {
    mutating func confirm(_ reply: Int, _ now: Moment) -> [UpdateAction] {
        guard let candidate = record.candidate else {
            return [.reply(reply, UpdateError(.nothingToConfirm, "no version of \(record.name) is on trial"))]
        }
        guard case .trial = candidate.phase, run.stageBegan != nil else {
            let error = UpdateError(
                .busy,
                "job \(candidate.job.id) of \(record.name) is in \(candidate.phase.word); wait for its trial"
            )
            return [.reply(reply, error)]
        }
        return settle(now) + [.reply(reply, nil)]
    }

    mutating func rollBack(_ reply: Int, _ now: Moment) -> [UpdateAction] {
        switch record.candidate?.phase {
        case .trial(let target, _, _):
            record.reject(target.bundle, .cancelled, at: now.wall)
            return fail(UpdateError(.cancelled, "a person rolled it back"), now) + [.reply(reply, nil)]
        case .returning where run.reply == nil:
            run.reply = reply
            return []
        case .returning:
            return [.reply(reply, UpdateError(.busy, "the previous version is being loaded; wait for it"))]
        case .some:
            return cancel(UpdateError(.cancelled, "a person called it off")) + [.reply(reply, nil)]
        case nil:
            return leaveActive(reply)
        }
    }

    /// Goes back to the previous bundle, if that may be.
    private mutating func leaveActive(_ reply: Int) -> [UpdateAction] {
        guard let previous = record.previous, record.active != nil, !record.rejects(previous.bundle) else {
            let error = UpdateError(.nothingToRollBack, "no version before the present one of \(record.name) is kept")
            return [.reply(reply, error)]
        }
        guard previous.securityVersion >= record.floor else {
            let error = UpdateError(
                .downgrade,
                "version \(previous.version) has security version \(previous.securityVersion), "
                    + "below \(record.floor), which was confirmed here; install a newer one"
            )
            return [.reply(reply, error)]
        }
        let job = UpdateJob(id: "rollback-\(record.generation + 1)", version: previous.version, place: .stored)
        record.candidate = UpdateCandidate(job: job, phase: .returning(UpdateTarget(previous), starts: 0))
        run = UpdateRun()
        run.reply = reply
        return [.proceed]
    }

    /// The previous bundle is loaded: it is the active one from now on.
    mutating func goBack(to target: UpdateTarget, _ now: Moment) -> [UpdateAction] {
        let left = record.active
        let reply = run.reply
        if let left { record.reject(left.bundle, .cancelled, at: now.wall) }
        record.active = ModelRecord.Resident(target, since: now.wall)
        record.previous = nil
        record.generation += 1
        close()
        let note = UpdateNote(
            kind: .rolledBack,
            version: left?.version,
            bundle: left?.bundle,
            error: UpdateError(.cancelled, "a person went back to version \(target.version)")
        )
        let actions: [UpdateAction] = [.serve(.replace(target.bundle)), .note(note), .collect]
        return actions + (reply.map { [.reply($0, nil)] } ?? [])
    }

    /// The previous bundle cannot serve: all stays as it is.
    mutating func stay(_ error: UpdateError) -> [UpdateAction] {
        let job = record.candidate?.job.id ?? ""
        let reply = run.reply
        close()
        return [.cancelWork(job: job)] + (reply.map { [.reply($0, error)] } ?? [])
    }
}
