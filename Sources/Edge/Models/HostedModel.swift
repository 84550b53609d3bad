import Inference
import OpenInference

/// A model of the configuration, as the loop's thread sees it.
final class HostedModel {
    /// What can be said of it.
    enum Condition {
        case serving(any InferenceSession, ModelProfile)
        /// It could not be loaded; the reason names the file and the remedy.
        case refused(reason: String)
    }

    /// Most requests whose memory is kept while they have nothing to do.
    private static let mostSpare = 256

    let name: Name
    let version: String
    private(set) var condition: Condition
    /// How its answers begin.
    let answering: AnsweringModel
    /// What its answers carry beside the body.
    var labels: AnswerLabels
    var statistics = ModelStatistics()
    /// Accepted requests that have not run.
    var waiting: [PendingRequest] = []
    /// What runs, or will run next.
    let batch = Batch<PendingRequest>()
    /// Its own thread, once a run was or will be slow.
    var worker: ModelWorker?
    /// True while its thread runs the batch.
    var isBusy = false
    /// True when requests were the last to run, and windows are next.
    var ranRequestsLast = false
    private var spare: [PendingRequest] = []

    init(_ loaded: LoadedModel) {
        name = loaded.name
        version = loaded.version
        condition = loaded.condition
        answering = AnsweringModel(name: loaded.name.description, version: loaded.version)
        labels = AnswerLabels(model: loaded.name, version: loaded.version)
    }

    /// A request to be filled: one that is done, if there is one.
    func blank() -> PendingRequest { spare.popLast() ?? PendingRequest() }

    /// Takes back a request that is done.
    func recycle(_ pending: PendingRequest) {
        pending.end()
        if spare.count < Self.mostSpare { spare.append(pending) }
    }

    /// Serves from now on by what calibration has found.
    func adopt(_ profile: ModelProfile) {
        if case .serving(let session, _) = condition { condition = .serving(session, profile) }
    }
}

extension HostedModel.Condition: Sendable {}
