/// What was last said of every model and its jobs.
///
/// Of what cannot be said while there is no connection only the latest of each job is kept.
struct UpdateBoard {
    /// Most jobs that something is kept of while there is no connection; beyond, the oldest are forgotten.
    static let mostWaiting = 64

    private var stateByModel: [Name: ModelState] = [:]
    private var lastByModel: [Name: JobProgress] = [:]
    private var waiting: [JobProgress] = []

    /// Makes one of what is known at the start; what was said of jobs shortly before may not have gone out.
    init(states: [ModelState] = [], progress: [JobProgress] = []) {
        for state in states { note(state) }
        for progress in progress { note(progress, isSent: false) }
    }

    /// The state of every model, by name.
    var states: [ModelState] {
        stateByModel.values.sorted { $0.model.description < $1.model.description }
    }

    /// Models with an update under way.
    var running: Int { stateByModel.values.count { $0.candidate != nil } }

    /// What keeps updates from working; nil: nothing.
    var trouble: String? { states.lazy.compactMap(\.trouble).first }

    /// The state of a model, if anything was said of it.
    func state(of model: Name) -> ModelState? { stateByModel[model] }

    /// Keeps a state in place of the model's last one.
    mutating func note(_ state: ModelState) { stateByModel[state.model] = state }

    /// Keeps a progress in place of the job's last one; `isSent` when it went out.
    mutating func note(_ progress: JobProgress, isSent: Bool) {
        lastByModel[progress.model] = progress
        guard !isSent else { return }
        waiting.removeAll { $0.job == progress.job && $0.model == progress.model }
        waiting.append(progress)
        if waiting.count > Self.mostWaiting { waiting.removeFirst() }
    }

    /// What is to be said at a new connection: what could not be said before, in order, and the last of every model.
    mutating func announcement() -> [JobProgress] {
        let repeated = lastByModel.values.sorted { $0.model.description < $1.model.description }.filter { last in
            !waiting.contains { $0.job == last.job && $0.model == last.model }
        }
        defer { waiting = [] }
        return repeated + waiting
    }
}
