import Models
import Storage

/// One model's update: its machine, and what belongs to it in this process.
struct UpdateCourse: Sendable {
    /// What has become of an event.
    enum Outcome {
        /// It is on the disk: this follows, and this is told.
        case done([UpdateAction], UpdateLedger.Entry)
        /// The disk did not take it, and nothing has changed; this would have followed.
        case failed(StorageError, [UpdateAction])
    }

    let model: Name
    private(set) var machine: UpdateMachine
    /// The candidate, once it is loaded.
    var staged: StagedModel?
    /// The job that something was said of last.
    private(set) var lastJob: String?

    init(model: Name, record: ModelRecord, policy: UpdatePolicy, lastJob: String? = nil) {
        self.model = model
        machine = UpdateMachine(record: record, policy: policy)
        self.lastJob = lastJob
    }

    var record: ModelRecord { machine.record }

    /// Lets an event happen, and writes what it changes.
    ///
    /// `commands` is what people's words are kept under, by the number of their reply.
    mutating func receive(
        _ event: UpdateEvent,
        at now: Moment,
        ledger: UpdateLedger,
        commands: [Int: String] = [:]
    ) -> Outcome {
        var next = machine
        let actions = next.receive(event, at: now)
        do throws(StorageError) {
            let entry = try ledger.commit(
                next.record,
                before: machine.record,
                actions,
                of: model,
                commands: commands,
                at: now.wall
            )
            machine = next
            if let last = entry.progress.last { lastJob = last.job }
            return .done(actions, entry)
        } catch {
            return .failed(error, actions)
        }
    }

    /// What is told of the model.
    func state(trouble: String?, at wall: Int64) -> ModelState {
        var state = ModelState(model: model, securityFloor: record.floor, time: wall)
        state.active = record.active.map(ModelState.Resident.init)
        state.previous = record.previous.map(ModelState.Resident.init)
        state.candidate = record.candidate.map { candidate in
            ModelState.Candidate(
                version: candidate.phase.target?.version ?? candidate.job.version,
                bundle: candidate.phase.target?.bundle ?? candidate.job.bundle,
                phase: candidate.phase.word,
                agreement: machine.agreement
            )
        }
        state.rejected = record.rejected.suffix(16).map { ModelState.Rejected(bundle: $0.bundle, code: $0.code) }
        state.job = record.candidate?.job.id ?? lastJob
        state.trouble = trouble
        return state
    }
}

extension ModelState.Resident {
    init(_ resident: ModelRecord.Resident) {
        self.init(
            version: resident.version,
            bundle: resident.bundle,
            since: resident.since,
            isSigned: resident.isSigned
        )
    }
}
