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
    let condition: Condition
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
}

/// A model as it came out of loading; made on any thread.
struct LoadedModel: Sendable {
    let name: Name
    let version: String
    let condition: HostedModel.Condition

    /// Loads and warms up; a model that cannot serve says why.
    static func load(_ reference: Settings.ModelReference, with loader: any ModelLoading, warmUp: WarmUp) -> LoadedModel
    {
        do throws(InferenceError) {
            let session = try loader.load(reference)
            let profile = try warmUp.profile(session)
            return LoadedModel(
                name: reference.name,
                version: session.model.servedVersion,
                condition: .serving(session, profile)
            )
        } catch {
            return LoadedModel(name: reference.name, version: "1", condition: .refused(reason: "\(error)"))
        }
    }
}

extension HostedModel.Condition: Sendable {}
