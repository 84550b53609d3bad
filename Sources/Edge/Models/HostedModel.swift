import Inference
import Models
import OpenInference

/// One loaded version of a model of the configuration, as the loop's thread sees it.
final class HostedModel {
    /// What can be said of it.
    enum Condition {
        case serving(any InferenceSession, ModelProfile)
        /// It could not be loaded; the reason names the file and the remedy.
        case refused(reason: String)
    }

    /// Most requests whose memory is kept while they have nothing to do.
    private static let mostSpare = 256

    /// As it came out of loading.
    let reference: Settings.ModelReference
    let version: String
    /// The bundle that it was loaded from; nil where that is not known.
    let bundle: BundleID?
    private(set) var condition: Condition
    /// How its answers begin.
    let answering: AnsweringModel
    /// What its answers carry beside the body.
    var labels: AnswerLabels
    var statistics = ModelStatistics()
    /// The same of its requests alone, as the protocol tells it.
    var served = ServingStatistics()
    /// What its classes are called.
    let classes: ClassNames
    /// True where a person has taken the model out of service: then it is refused.
    var isUnloaded = false
    /// What it took of late.
    var recent = RecentLatency()
    /// Accepted requests that have not run.
    var waiting: [PendingRequest] = []
    /// What runs, or will run next.
    let batch = Batch<PendingRequest>()
    /// The bindings that go to it.
    var fits: [HostedFit] = []
    /// What sees copies of what it answers; nil: nobody does.
    var shadow: Shadow?
    /// Its own thread, once a run was or will be slow.
    var worker: ModelWorker?
    /// True while its thread runs the batch.
    var isBusy = false
    /// True when requests were the last to run, and windows are next.
    var ranRequestsLast = false
    private var spare: [PendingRequest] = []

    init(_ loaded: LoadedModel, bundle: BundleID? = nil) {
        reference = loaded.reference
        version = loaded.version
        self.bundle = bundle
        condition = loaded.condition
        answering = AnsweringModel(name: loaded.name.description, version: loaded.version)
        labels = AnswerLabels(model: loaded.name, version: loaded.version)
        if case .serving(let session, _) = loaded.condition {
            classes = ClassNames(session.model.metadata)
        } else {
            classes = .none
        }
    }

    var name: Name { reference.name }
    /// True when it can answer.
    var isServing: Bool {
        if case .serving = condition { true } else { false }
    }

    /// True when nothing of it runs or waits.
    var isIdle: Bool { !isBusy && waiting.isEmpty && fits.allSatisfy(\.isIdle) }

    /// A request to be filled: one that is done, if there is one.
    func blank() -> PendingRequest { spare.popLast() ?? PendingRequest() }

    /// Takes back a request that is done.
    func recycle(_ pending: PendingRequest) {
        pending.end()
        if spare.count < Self.mostSpare { spare.append(pending) }
    }

    /// Serves from now on by what calibration has found of a session, if it is this one's.
    func adopt(_ profile: ModelProfile, of measured: any InferenceSession) {
        guard case .serving(let session, _) = condition, session === measured else { return }
        condition = .serving(session, profile)
    }

    /// Lets go of its session, its thread and its bindings, once it is idle and serves no more.
    func release() {
        condition = .refused(reason: "it serves no more")
        worker?.stop()
        worker = nil
        fits = []
        shadow = nil
    }
}

extension HostedModel.Condition: Sendable {}
