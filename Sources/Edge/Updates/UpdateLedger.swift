import Cryptography
import Logging
import Models
import Storage

/// Writes the steps of updates into the state database, before anything follows from them.
struct UpdateLedger: Sendable {
    /// What of a step is told once it is written.
    struct Entry {
        var progress: [JobProgress] = []
        var events: [ModelEvent] = []
    }

    let database: StateDatabase
    let faults: FaultPoints
    /// Gives up the reserve of a full disk; true when there was one.
    let giveUpReserve: @Sendable () -> Bool
    /// A new id for an event.
    let newID: @Sendable () -> String

    /// All that is known of every model; nothing where the disk does not give it.
    func records() throws(StorageError) -> [ModelRecord] { try database.models().map(ModelRecord.init) }

    /// Notes that a bundle which serves is going to be loaded; returns how many loads before it never ended.
    ///
    /// A disk that takes nothing is no reason not to serve.
    func beginLoad(of bundle: BundleID, model: Name, logger: Logger) -> Int {
        do throws(StorageError) {
            return try database.beginLoad(of: bundle.digest.bytes, model: model.description)
        } catch {
            logger.warning(
                "the load of a model cannot be noted; should it end the process, it is tried again",
                metadata: ["model": "\(model)", "reason": "\(error)"]
            )
            return 0
        }
    }

    /// Notes that loads of a model have ended.
    func endLoad(of model: Name, logger: Logger) {
        do throws(StorageError) {
            try database.endLoad(of: model.description)
        } catch {
            logger.warning(
                "the end of a load cannot be noted; the next start may count it as one that ended the process",
                metadata: ["model": "\(model)", "reason": "\(error)"]
            )
        }
    }

    /// Writes what a step has changed, and what is said of it, in one transaction.
    ///
    /// - Throws: what the disk says; nothing has changed then.
    func commit(
        _ after: ModelRecord,
        before: ModelRecord,
        _ actions: [UpdateAction],
        of model: Name,
        commands: [Int: String] = [:],
        at wall: Int64
    ) throws(StorageError) -> Entry {
        var entry = Entry()
        var rows: [String: JobRow] = [:]
        for action in actions {
            switch action {
            case .report(let report):
                let last =
                    if let row = rows[report.job] { row } else { try database.job(report.job, of: model.description) }
                let progress = JobProgress(report, of: model, seq: (last?.seq ?? 0) + 1, at: wall)
                rows[report.job] = progress.row
                entry.progress.append(progress)
            case .note(let note):
                entry.events.append(ModelEvent(note, of: model, id: newID(), at: wall))
            case .reply(let number, let error):
                guard let command = commands[number] else { break }
                rows[command] = Self.reply(error, command, model, wall)
            default: break
            }
        }
        let endings = endings(entry)
        let changed = after != before ? after.row : nil
        guard changed != nil || !rows.isEmpty || !entry.events.isEmpty else { return entry }
        let passage = UpdatePassage(before: before, after: after)
        passage.before.forEach(faults.pass)
        try save(changed, Array(rows.values), entry.events.map(\.row) + endings)
        passage.after.forEach(faults.pass)
        if entry.progress.contains(where: \.status.isFinal) { faults.pass("C14") }
        return entry
    }

    /// Entries of the history for jobs that ended without a model and without an event that would tell of it.
    private func endings(_ entry: Entry) -> [HistoryRow] {
        entry.progress.compactMap { progress in
            guard progress.status == .failed || progress.status == .cancelled,
                !entry.events.contains(where: { $0.job == progress.job })
            else { return nil }
            return HistoryRow(
                time: progress.time,
                model: progress.model.description,
                what: progress.status == .failed ? "failed" : "cancelled",
                version: progress.version,
                code: progress.code?.rawValue,
                reason: progress.reason,
                job: progress.job,
                event: newID()
            )
        }
    }

    /// What a person's word led to, kept under a name that no job can have.
    private static func reply(_ error: UpdateError?, _ command: String, _ model: Name, _ wall: Int64) -> JobRow {
        JobRow(
            id: command,
            model: model.description,
            version: nil,
            status: error == nil ? "SUCCEEDED" : "FAILED",
            phase: "",
            code: error?.code.rawValue,
            reason: error?.message,
            seq: 1,
            time: wall
        )
    }

    /// A full disk gets a second chance: the reserve is there for this.
    private func save(_ model: ModelRow?, _ jobs: [JobRow], _ history: [HistoryRow]) throws(StorageError) {
        do {
            try database.save(model, jobs: jobs, history: history)
        } catch {
            guard error.code == .diskFull, giveUpReserve() else { throw error }
            try database.save(model, jobs: jobs, history: history)
        }
    }
}

extension JobProgress.Status {
    /// True when nothing more will come.
    var isFinal: Bool { self != .queued && self != .inProgress }
}
