import Models
import Transfer

extension UpdateWork {
    /// Does a step; returns what has come of it, and the candidate where it was loaded.
    func perform(
        _ step: UpdateStep,
        of model: Name,
        cancellation: Cancellation,
        faults: FaultPoints,
        progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
    ) throws(UpdateError) -> (outcome: WorkOutcome, staged: StagedModel?) {
        switch step {
        case .manifest(let job, let floor):
            let target = try readManifest(job, of: model, floor: floor, cancellation: cancellation, progress: progress)
            return (.manifest(target), nil)
        case .download(let job, let target):
            try download(job, target, of: model, cancellation: cancellation, progress: progress)
            return (.downloaded, nil)
        case .store(let job, let target):
            try store(job, target, of: model)
            return (.stored, nil)
        case .probe(_, let target):
            faults.pass("C8")
            return (.probed(try probe(target, of: model, cancellation: cancellation)), nil)
        case .load(let job, let target):
            let isCandidate = job.place != .stored
            return (.loaded, try load(target.bundle, of: model, isCandidate: isCandidate))
        }
    }
}
