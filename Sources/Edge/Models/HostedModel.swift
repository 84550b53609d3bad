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

    let name: Name
    let version: String
    private(set) var condition: Condition
    /// How its answers begin.
    let answering: AnsweringModel
    var statistics = ModelStatistics()
    /// Accepted requests that have not run.
    var waiting: [PendingRequest] = []
    /// Its own thread, once a run was or will be slow.
    var worker: ModelWorker?
    /// True while its thread runs a batch.
    var isBusy = false

    init(_ loaded: LoadedModel) {
        name = loaded.name
        version = loaded.version
        condition = loaded.condition
        answering = AnsweringModel(name: loaded.name.description, version: loaded.version)
    }

    /// Serves from now on by what calibration has found.
    func adopt(_ profile: ModelProfile) {
        if case .serving(let session, _) = condition { condition = .serving(session, profile) }
    }
}

extension HostedModel.Condition: Sendable {}
