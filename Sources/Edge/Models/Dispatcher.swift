import Inference
import Logging
import MQTT
import OpenInference

/// Runs what the intake has accepted: quick models at once on the loop's thread, slow ones on theirs.
final class Dispatcher {
    private let node: Node
    private let intake: Intake
    private let outlet: Outlet
    private let completions: Mailbox<ModelWorker.Completion>
    private let logger: Logger
    /// Called when a model has turned out to be slow.
    var modelIsSlow: (HostedModel) -> Void = { _ in }

    private var running: [Int: (model: HostedModel, requests: [PendingRequest])] = [:]
    private var nextJob = 0

    init(
        node: Node,
        intake: Intake,
        outlet: Outlet,
        completions: Mailbox<ModelWorker.Completion>,
        logger: Logger
    ) {
        self.node = node
        self.intake = intake
        self.outlet = outlet
        self.completions = completions
        self.logger = logger
    }

    /// True when nothing runs and nothing waits.
    var isIdle: Bool { running.isEmpty && node.waiting == 0 && !intake.hasSuspects }

    /// Answers what has run, then runs what can run now.
    func dispatch() {
        for completion in completions.drain() { finish(completion) }
        while intake.hasSuspects {
            // Suspects run among themselves: whoever was running beside a killer would be blamed with it.
            guard running.isEmpty else { return }
            runAll { $0.isSuspect }
            guard running.isEmpty else { return }
            intake.admitSuspects()
        }
        runAll { $0.isSuspect }
        guard !running.values.contains(where: { $0.requests.contains(where: \.isSuspect) }) else { return }
        intake.suspectsAreDone()
        runAll { _ in true }
    }

    /// Gives a slow model its thread.
    func giveThread(to model: HostedModel) {
        guard model.worker == nil, case .serving(let session, _) = model.condition else { return }
        model.worker = ModelWorker(name: model.name.description, session: session, completions: completions)
    }

    /// Ends the models' threads.
    func stop() {
        for model in node.models { model.worker?.stop() }
    }

    private func runAll(where admits: (PendingRequest) -> Bool) {
        for model in node.models where !model.waiting.isEmpty { run(model, where: admits) }
    }

    private func run(_ model: HostedModel, where admits: (PendingRequest) -> Bool) {
        guard case .serving(let session, let profile) = model.condition else { return }
        let now = ContinuousClock.now
        var ready: [PendingRequest] = []
        var others: [PendingRequest] = []
        for pending in model.waiting {
            if let deadline = pending.reply.deadline, now >= deadline {
                outlet.expire(pending)
            } else if admits(pending) {
                ready.append(pending)
            } else {
                others.append(pending)
            }
        }
        model.waiting = others
        guard !ready.isEmpty else { return }
        var places = Batch.plan(ready.map(\.request), limit: profile.batchLimit)
        while let first = places.first {
            let batch = Batch(requests: first.map { ready[$0].request })
            if model.worker == nil, profile.isSlow(rows: batch.rows) { promote(model) }
            if let worker = model.worker {
                if !model.isBusy {
                    start(batch, of: first.map { ready[$0] }, on: worker, model: model)
                    places.removeFirst()
                }
                break
            }
            let outcomes = batch.run(on: session)
            answer(outcomes, to: first.map { ready[$0] }, of: model)
            places.removeFirst()
        }
        model.waiting += places.flatMap { $0 }.sorted().map { ready[$0] }
    }

    private func promote(_ model: HostedModel) {
        giveThread(to: model)
        modelIsSlow(model)
    }

    private func start(_ batch: Batch, of requests: [PendingRequest], on worker: ModelWorker, model: HostedModel) {
        nextJob += 1
        running[nextJob] = (model, requests)
        model.isBusy = true
        worker.run(ModelWorker.Job(id: nextJob, batch: batch))
    }

    private func finish(_ completion: ModelWorker.Completion) {
        guard let (model, requests) = running.removeValue(forKey: completion.id) else { return }
        model.isBusy = false
        answer(completion.outcomes, to: requests, of: model)
    }

    private func answer(_ outcomes: [Batch.Outcome], to requests: [PendingRequest], of model: HostedModel) {
        model.statistics.ran(requests: requests.count)
        for (outcome, pending) in zip(outcomes, requests) { outlet.answer(outcome, to: pending, of: model) }
    }
}
