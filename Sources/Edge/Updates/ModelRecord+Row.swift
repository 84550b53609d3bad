import Cryptography
import Models
import Storage

extension ModelRecord {
    /// What the state database knows of a model; what cannot be read of an update under way is left out.
    init(_ row: ModelRow) {
        self.init(name: row.name)
        active = row.active.flatMap(Resident.init)
        previous = row.previous.flatMap(Resident.init)
        floor = row.floor
        generation = row.generation
        configured = row.configured.flatMap(BundleID.init(bytes:))
        rejected = row.rejected.compactMap { row in
            guard let bundle = BundleID(bytes: row.bundle) else { return nil }
            return Rejection(bundle: bundle, code: UpdateCode(rawValue: row.code) ?? .internal, at: row.time)
        }
        candidate = row.candidate.flatMap(UpdateCandidate.init)
    }

    /// The same as rows.
    var row: ModelRow {
        ModelRow(
            name: name,
            active: active?.row,
            previous: previous?.row,
            floor: floor,
            generation: generation,
            configured: configured?.digest.bytes,
            rejected: rejected.map {
                RejectedRow(bundle: $0.bundle.digest.bytes, code: $0.code.rawValue, time: $0.at)
            },
            candidate: candidate?.row
        )
    }
}

extension ModelRecord.Resident {
    fileprivate init?(_ row: ResidentRow) {
        guard let bundle = BundleID(bytes: row.bundle) else { return nil }
        self.init(
            bundle: bundle,
            version: row.version,
            securityVersion: row.securityVersion,
            isSigned: row.isSigned,
            source: row.source,
            since: row.since
        )
    }

    fileprivate var row: ResidentRow {
        ResidentRow(
            bundle: bundle.digest.bytes,
            version: version,
            securityVersion: securityVersion,
            isSigned: isSigned,
            source: source,
            since: since
        )
    }
}

extension UpdateCandidate {
    fileprivate init?(_ row: CandidateRow) {
        guard let job = StoredText.read(row.command, as: StoredJob.self)?.job(row.job),
            let phase = UpdatePhase(row)
        else { return nil }
        self.init(job: job, phase: phase)
    }

    fileprivate var row: CandidateRow {
        var remaining: Int64?
        if case .trial(_, _, let left) = phase { remaining = left.wholeMilliseconds }
        return CandidateRow(
            job: job.id,
            phase: phase.word,
            starts: phase.starts,
            remainingMilliseconds: remaining,
            bundle: phase.target?.bundle.digest.bytes,
            version: phase.target?.version ?? job.version,
            command: StoredText.write(StoredJob(job)),
            target: phase.target.map { StoredText.write(StoredTarget($0)) }
        )
    }
}

extension UpdatePhase {
    fileprivate init?(_ row: CandidateRow) {
        let target = row.target.flatMap { StoredText.read($0, as: StoredTarget.self)?.target }
        switch (row.phase, target) {
        case ("RECEIVED", _): self = .received
        case ("DOWNLOADING", let target?): self = .downloading(target)
        case ("VERIFIED", let target?): self = .verified(target)
        case ("STORED", let target?): self = .stored(target, probes: row.starts)
        case ("PROBED", let target?): self = .debut(target, starts: row.starts)
        case ("SHADOW", let target?): self = .shadow(target, starts: row.starts)
        case ("TRIAL", let target?):
            self = .trial(target, starts: row.starts, remaining: .milliseconds(row.remainingMilliseconds ?? 0))
        case ("RETURNING", let target?): self = .returning(target, starts: row.starts)
        default: return nil
        }
    }
}

extension BundleID {
    /// Takes 32 bytes; nil for any other number of them.
    init?(bytes: [UInt8]) {
        guard let digest = SHA256Digest(bytes: bytes) else { return nil }
        self.init(digest)
    }
}
