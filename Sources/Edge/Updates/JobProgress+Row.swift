import Cryptography
import Models
import Storage

extension JobProgress {
    /// What the machine has to say of a job, as the message of that number.
    init(_ report: UpdateReport, of model: Name, seq: Int, at time: Int64) {
        self.init(
            job: report.job,
            model: model,
            version: report.version,
            seq: seq,
            status: Status(report.status),
            phase: report.phase,
            code: report.error?.code,
            reason: report.error?.message,
            details: report.details,
            time: time
        )
    }

    /// What was said last of a job; nil where that cannot be read.
    init?(_ row: JobRow) {
        guard let model = Name(row.model), let status = Status(rawValue: row.status) else { return nil }
        self.init(
            job: row.id,
            model: model,
            version: row.version,
            seq: row.seq,
            status: status,
            phase: row.phase,
            code: row.code.map { UpdateCode(rawValue: $0) ?? .internal },
            reason: row.reason,
            details: StoredText.read(row.details, as: [String: String].self) ?? [:],
            time: row.time
        )
    }

    /// The same as a row.
    var row: JobRow {
        JobRow(
            id: job,
            model: model.description,
            version: version,
            status: status.rawValue,
            phase: phase,
            code: code?.rawValue,
            reason: reason,
            details: StoredText.write(details),
            seq: seq,
            time: time
        )
    }
}

extension JobProgress.Status {
    fileprivate init(_ status: UpdateReport.Status) {
        self =
            switch status {
            case .queued: .queued
            case .inProgress: .inProgress
            case .succeeded: .succeeded
            case .failed: .failed
            case .rejected: .rejected
            case .cancelled: .cancelled
            }
    }
}

extension ModelEvent {
    /// A note of the machine's.
    init(_ note: UpdateNote, of model: Name, id: String, at time: Int64) {
        let kind: Kind =
            switch note.kind {
            case .activated: .activated
            case .confirmed: .confirmed
            case .rejected: .rejected
            case .corrupt: .corrupt
            case .rolledBack: .rolledBack
            }
        self.init(
            kind: kind,
            model: model,
            version: note.version,
            bundle: note.bundle,
            job: note.job,
            code: note.error?.code,
            reason: note.error?.message,
            id: id,
            time: time
        )
    }

    /// An entry of the history; nil where that cannot be read.
    init?(_ row: HistoryRow) {
        guard let model = Name(row.model), let kind = Kind(rawValue: row.what) else { return nil }
        self.init(
            kind: kind,
            model: model,
            version: row.version,
            bundle: row.bundle.flatMap(BundleID.init(bytes:)),
            job: row.job,
            code: row.code.map { UpdateCode(rawValue: $0) ?? .internal },
            reason: row.reason,
            id: row.event,
            time: row.time
        )
    }

    /// The same as a row.
    var row: HistoryRow {
        HistoryRow(
            time: time,
            model: model.description,
            what: kind.rawValue,
            version: version,
            bundle: bundle?.digest.bytes,
            code: code?.rawValue,
            reason: reason,
            job: job,
            event: id
        )
    }
}
