import Logging
import Models
import Storage

/// What people ask for.
extension UpdaterLoop {
    /// A bundle is wanted, by a command (which has a number) or by the configuration.
    func install(_ command: InstallCommand, number: Int?) {
        guard courses[command.model] != nil else { return refuse(command, number) }
        // The configuration is offered at every start: it is not a job that was sent twice.
        let isOffer = number == nil
        if isOffer, courses[command.model]?.record.candidate?.job.id == command.job { return }
        if !isOffer, repeatLast(command, number) { return }
        deliver(Letter(model: command.model, event: .install(UpdateJob(command)), number: number))
    }

    /// Tells again where a job is that was taken before; false when there is none.
    private func repeatLast(_ command: InstallCommand, _ number: Int?) -> Bool {
        let isWaiting = backlog.contains { letter in
            guard letter.model == command.model, case .install(let job) = letter.event else { return false }
            return job.id == command.job
        }
        // It is acknowledged when the first one is on the disk and it comes again.
        if isWaiting { return true }
        do throws(StorageError) {
            guard let row = try ledger.database.job(command.job, of: command.model.description) else { return false }
            if let progress = JobProgress(row) { post(.progress(progress)) }
            if let number { post(.taken(number)) }
            return true
        } catch {
            logger.error("a job cannot be looked up", metadata: ["job": "\(command.job)", "reason": "\(error)"])
            return false
        }
    }

    /// Nothing is served under that name.
    private func refuse(_ command: InstallCommand, _ number: Int?) {
        if repeatLast(command, number) { return }
        let reason = "no model '\(command.model)' is configured here; add it to models"
        let progress = JobProgress(
            job: command.job,
            model: command.model,
            version: command.version,
            seq: 1,
            status: .rejected,
            phase: "RECEIVED",
            code: .unknownModel,
            reason: reason,
            time: now.wall
        )
        do throws(StorageError) {
            try ledger.database.save(nil, jobs: [progress.row])
        } catch {
            return logger.error("a refusal cannot be noted", metadata: ["job": "\(command.job)", "reason": "\(error)"])
        }
        logger.warning("update command refused", metadata: progress.facts)
        post(.progress(progress))
        if let number { post(.taken(number)) }
    }

    /// A person confirms or rolls back; a word that comes again is answered as it was before.
    func control(_ command: ControlCommand, id: String?, number: Int) {
        let (model, event): (Name, UpdateEvent) =
            switch command {
            case .confirm(let model): (model, .confirm(reply: number))
            case .rollback(let model): (model, .rollback(reply: number))
            }
        guard courses[model] != nil else {
            let reason = "no model '\(model)' is configured here"
            return post(.reply(.failed(code: UpdateCode.unknownModel.rawValue, reason: reason), number))
        }
        if let id {
            let key = "cmd:" + id
            if let earlier = reply(to: key, of: model) { return post(.reply(earlier, number)) }
            commands[number] = key
        }
        deliver(Letter(model: model, event: event))
    }

    private func reply(to key: String, of model: Name) -> ControlReply? {
        do throws(StorageError) {
            guard let row = try ledger.database.job(key, of: model.description) else { return nil }
            guard let code = row.code else { return .done }
            return .failed(code: code, reason: row.reason ?? "")
        } catch {
            logger.error("a command cannot be looked up", metadata: ["reason": "\(error)"])
            return nil
        }
    }
}
