import Foundation
import Inference
import Logging
import MQTT
import Storage

/// Measures the node's models in the background, one after another, while they serve.
final class Calibrator: Sendable {
    /// A model that is to be measured.
    struct Subject: Sendable {
        let reference: Settings.ModelReference
        let session: any InferenceSession
        let profile: ModelProfile
        let fingerprint: ModelFingerprint?
    }

    /// What a model is from now on known to cost.
    struct Outcome: Sendable {
        let model: Name
        /// Which of the model's versions it is.
        let session: any InferenceSession
        let profile: ModelProfile
    }

    private struct State {
        /// What is to be measured.
        var subjects: [Subject] = []
        /// True once it may be.
        var hasStarted = false
        /// True while there is a thread.
        var isRunning = false
        var isStopped = false
    }

    private let loader: any ModelLoading
    private let memory: ProfileMemory
    private let maxBatch: Int?
    private let measures: Bool
    private let outcomes: Mailbox<Outcome>
    private let logger: Logger
    private let state = Guarded(State())
    private let threads = DispatchGroup()

    /// The longest wait for a run or a load that is under way when the node stops.
    private static let patience = DispatchTimeInterval.seconds(5)

    /// Takes the models that are worth measuring; posts to `outcomes` what comes of each.
    init(
        models: [LoadedModel],
        loader: any ModelLoading,
        settings: Settings.InferenceOptions,
        memory: ProfileMemory,
        outcomes: Mailbox<Outcome>,
        logger: Logger
    ) {
        self.loader = loader
        self.memory = memory
        self.outcomes = outcomes
        self.logger = logger
        maxBatch = settings.maxBatch
        measures = settings.warmUp > 0
        models.forEach(add)
    }

    /// Takes one more model, if it is worth measuring.
    func add(_ model: LoadedModel) {
        guard measures, let subject = Subject(model) else { return }
        state.withLock { state in
            // Whatever waits of that name has made room for this one.
            state.subjects.removeAll { $0.reference.name == model.name }
            state.subjects.append(subject)
        }
        runIfNeeded()
    }

    /// Begins, once; does nothing where there is nothing to measure.
    func start() {
        state.withLock { $0.hasStarted = true }
        runIfNeeded()
    }

    /// Breaks off what is under way, as soon as its run or its load has ended.
    func stop() { state.withLock { $0.isStopped = true } }

    /// Waits until nothing is under way any more.
    func join() {
        stop()
        _ = threads.wait(timeout: .now() + Self.patience)
    }

    private func runIfNeeded() {
        let isNeeded = state.withLock { state in
            guard state.hasStarted, !state.isRunning, !state.isStopped, !state.subjects.isEmpty else { return false }
            state.isRunning = true
            return true
        }
        guard isNeeded else { return }
        threads.enter()
        // Whoever has waited for the end finds the database let go of.
        let held = Guarded<Calibrator?>(self)
        let thread = Thread { [threads] in
            held.withLock { $0.take() }?.measureAll()
            threads.leave()
        }
        thread.name = "calibrator"
        thread.start()
    }

    private func measureAll() {
        while let subject = next() { measure(subject) }
    }

    private func next() -> Subject? {
        state.withLock { state in
            guard !state.isStopped, !state.subjects.isEmpty else {
                state.isRunning = false
                return nil
            }
            return state.subjects.removeFirst()
        }
    }

    private func measure(_ subject: Subject) {
        let key = subject.fingerprint.map(memory.key)
        let name = subject.reference.name
        if let key, !memory.begin(key) {
            logger.warning(
                "a model is not measured: the program ended while it was, twice; its requests run one by one",
                metadata: ["model": "\(name)"]
            )
            return
        }
        let start = ContinuousClock.now
        let calibration = Calibration(
            workbench: .background { [state] in state.withLock { $0.isStopped } },
            configuredThreads: memory.threads,
            processors: memory.processors,
            availableMemory: MachineMemory.available
        )
        do throws(InferenceError) {
            let finding = try calibration.measure(subject.session, byteCount: subject.byteCount) {
                (threads) throws(InferenceError) in try loader.load(subject.reference, threads: threads)
            }
            guard let finding else {
                if let key { memory.abandon(key) }
                return
            }
            if let key, finding.isProvisional { memory.abandon(key) }
            if let key, !finding.isProvisional { memory.remember(finding.profile, key) }
            adopt(finding, subject, took: ContinuousClock.now - start)
        } catch {
            if let key { memory.abandon(key) }
            logger.warning(
                "a model cannot be measured; its requests run one by one",
                metadata: ["model": "\(name)", "reason": "\(error)"]
            )
        }
    }

    private func adopt(_ finding: Calibration.Finding, _ subject: Subject, took: Duration) {
        if let better = finding.better { (subject.session as? ReplaceableSession)?.replace(with: better) }
        let profile = ModelProfile(finding.profile, maxBatch: maxBatch)
        logger.info(
            "model calibrated",
            metadata: [
                "model": "\(subject.reference.name)", "run_us": "\(profile.cost(rows: 1).microseconds)",
                "batch": "\(profile.batchLimit)", "threads": "\(profile.threads)",
                "remembered": "\(subject.fingerprint != nil && !finding.isProvisional)",
                "ms": "\(took.microseconds / 1000)",
            ]
        )
        outcomes.post(Outcome(model: subject.reference.name, session: subject.session, profile: profile))
    }
}

extension Calibrator.Subject {
    /// Nil for a model that does not serve, has been measured, or has costs that made-up inputs do not show.
    fileprivate init?(_ loaded: LoadedModel) {
        guard case .serving(let session, let profile) = loaded.condition, profile.isPredictable, !profile.isCalibrated
        else { return nil }
        self.init(reference: loaded.reference, session: session, profile: profile, fingerprint: loaded.fingerprint)
    }

    /// The size of the file where the session can be replaced; nil where another one would be of no use.
    fileprivate var byteCount: Int? { session is ReplaceableSession ? fingerprint?.byteCount : nil }
}
