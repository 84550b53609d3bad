import Models
import Telemetry

/// Writes what is told of updates, as JSON.
struct UpdateScribe {
    let node: Name
    let instance: Name?

    /// A message on `model/{m}/job/{id}`.
    func message(_ progress: JobProgress) -> [UInt8] {
        JSONBytes.encode(
            ProgressMessage(
                job: progress.job,
                model: progress.model.description,
                version: progress.version,
                seq: progress.seq,
                status: progress.status.rawValue,
                phase: progress.phase,
                code: progress.code?.rawValue,
                reason: progress.reason,
                details: progress.details,
                time: Self.text(progress.time)
            )
        )
    }

    /// A message on `model/{m}/state`.
    func message(_ state: ModelState) -> [UInt8] {
        JSONBytes.encode(
            StateMessage(
                model: state.model.description,
                active: state.active.map { Self.resident($0, isConfirmed: true) },
                previous: state.previous.map { Self.resident($0, isConfirmed: nil) },
                candidate: state.candidate.map {
                    StateMessage.Candidate(
                        version: $0.version,
                        bundle: $0.bundle?.description,
                        phase: $0.phase,
                        agreement: $0.agreement
                    )
                },
                securityFloor: state.securityFloor,
                rejected: state.rejected.map {
                    StateMessage.Rejected(bundle: $0.bundle.description, code: $0.code.rawValue)
                },
                job: state.job,
                trouble: state.trouble,
                time: Self.text(state.time)
            )
        )
    }

    /// The reply to a command.
    func message(_ reply: ControlReply, id: String?) -> [UInt8] {
        switch reply {
        case .done:
            JSONBytes.encode(ReplyMessage(id: id, ok: true, code: nil, error: nil, instance: instance?.description))
        case .failed(let code, let reason):
            JSONBytes.encode(
                ReplyMessage(id: id, ok: false, code: code, error: reason, instance: instance?.description)
            )
        }
    }

    /// An event without its closing brace; `data` is its last member.
    func document(_ event: ModelEvent) -> [UInt8] {
        let data = EventData(
            model: event.model.description,
            version: event.version,
            bundle: event.bundle?.description,
            job: event.job,
            code: event.code?.rawValue,
            reason: event.reason
        )
        return CloudEvent(
            id: event.id,
            source: "/marram/\(node)",
            type: "io.marram.model.\(event.kind.rawValue).v1",
            subject: event.model.description,
            time: Self.text(event.time)
        ).document(data)
    }

    private static func resident(_ resident: ModelState.Resident, isConfirmed: Bool?) -> StateMessage.Resident {
        StateMessage.Resident(
            version: resident.version,
            bundle: resident.bundle.description,
            since: resident.since.map(text),
            confirmed: isConfirmed,
            signed: resident.isSigned
        )
    }

    /// RFC 3339 of milliseconds since 1970-01-01T00:00:00Z.
    private static func text(_ time: Int64) -> String {
        Timestamp(microseconds: time.multipliedReportingOverflow(by: 1000).partialValue).rfc3339
    }

    private struct EventData: Encodable {
        let model: String
        let version: String?
        let bundle: String?
        let job: String?
        let code: String?
        let reason: String?
    }
}
