import Foundation
import Inference
import Logging
import MQTT
import OpenInference

/// Runs what has come in, requests and windows: quick models at once on the loop's thread, slow ones on theirs.
final class Dispatcher {
    /// What a model's own thread is at.
    private enum Job {
        case requests(HostedModel)
        case windows(HostedFit)

        var model: HostedModel {
            switch self {
            case .requests(let model): model
            case .windows(let fit): fit.model
            }
        }

        var hasSuspects: Bool {
            guard case .requests(let model) = self else { return false }
            return model.batch.members.contains(where: \.isSuspect)
        }
    }

    private let node: Node
    private let intake: Intake
    private let outlet: Outlet
    private let bindings: Bindings
    private let completions: Mailbox<ModelWorker.Completion>
    private let logger: Logger
    /// Called when a model has turned out to be slow.
    var modelIsSlow: (HostedModel) -> Void = { _ in }
    /// Is shown what is answered; nil: nobody looks.
    unowned var teller: NodeTeller?

    private var running: [Int: Job] = [:]
    private var nextJob = 0

    init(
        node: Node,
        intake: Intake,
        outlet: Outlet,
        bindings: Bindings,
        completions: Mailbox<ModelWorker.Completion>,
        logger: Logger
    ) {
        self.node = node
        self.intake = intake
        self.outlet = outlet
        self.bindings = bindings
        self.completions = completions
        self.logger = logger
    }

    /// True when nothing runs and nothing waits.
    var isIdle: Bool { running.isEmpty && node.waiting == 0 && !intake.hasSuspects && bindings.isIdle }

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
        guard !running.values.contains(where: \.hasSuspects) else { return }
        intake.suspectsAreDone()
        while bindings.suspects.areWaiting {
            guard running.isEmpty else { return }
            runWindows()
            guard running.isEmpty else { return }
            bindings.suspects.admit()
        }
        for model in node.models where !model.isBusy { runFairly(model) }
        if bindings.suspects.areRunning, running.isEmpty, bindings.isIdle { bindings.suspects.areDone() }
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

    /// Runs a binding's windows now if their model is quick.
    func relieve(_ fit: HostedFit) {
        guard fit.model.worker == nil, !fit.model.isBusy else { return }
        run(fit)
    }

    /// Lets a model's requests and windows take turns.
    private func runFairly(_ model: HostedModel) {
        if model.ranRequestsLast {
            runWindows(model)
            if !model.isBusy { run(model) { _ in true } }
        } else {
            if !model.waiting.isEmpty { run(model) { _ in true } }
            runWindows(model)
        }
    }

    // MARK: requests

    private func runAll(where admits: (PendingRequest) -> Bool) {
        for model in node.models where !model.waiting.isEmpty && !model.isBusy { run(model, where: admits) }
    }

    private func run(_ model: HostedModel, where admits: (PendingRequest) -> Bool) {
        guard case .serving(let session, let profile) = model.condition else { return }
        dropExpired(model)
        while !model.isBusy {
            let batch = model.batch
            batch.take(from: &model.waiting, limit: profile.batchLimit, where: admits)
            guard !batch.members.isEmpty else { return }
            model.ranRequestsLast = true
            if model.worker == nil, profile.isSlow(rows: batch.rows) { promote(model) }
            if !start(batch, .requests(model)) {
                batch.run(on: session)
                answer(batch, of: model)
            }
        }
    }

    /// Takes out what nobody waits for any more, also where a model is at work.
    func dropExpired() {
        for model in node.models where !model.waiting.isEmpty { dropExpired(model) }
    }

    /// Takes out what nobody waits for any more.
    private func dropExpired(_ model: HostedModel) {
        let now = ContinuousClock.now
        model.waiting.removeAll { pending in
            guard let delivery = pending.delivery else { return true }
            if let deadline = delivery.deadline, now >= deadline {
                outlet.expire(delivery)
            } else if let timeout = delivery.timeout, now >= timeout {
                outlet.refuse(late: pending, delivery, of: model)
            } else {
                return false
            }
            model.recycle(pending)
            return true
        }
    }

    private func answer(_ batch: Batch<PendingRequest>, of model: HostedModel) {
        model.statistics.ran(requests: batch.members.count, in: batch.took)
        model.served.ran(
            requests: batch.members.count,
            rows: batch.rows,
            took: batch.took,
            at: Int64(Date().timeIntervalSince1970 * 1000)
        )
        model.shadow?.offer(batch, of: model)
        teller?.show(batch, of: model)
        for index in batch.members.indices {
            if let delivery = batch.members[index].delivery {
                model.served.queue.add(batch.began - delivery.arrival)
            }
            outlet.answer(batch, index, of: model)
            model.recycle(batch.members[index])
        }
        batch.clear()
    }

    // MARK: windows

    private func runWindows() {
        for model in node.models { runWindows(model) }
    }

    private func runWindows(_ model: HostedModel) {
        for fit in model.fits where !model.isBusy && !fit.queue.isEmpty { run(fit) }
    }

    private func run(_ fit: HostedFit) {
        let model = fit.model
        guard case .serving(let session, let profile) = model.condition, !fit.isHeldUp() else { return }
        while !model.isBusy, !fit.queue.isEmpty {
            let batch = fit.batch
            fit.queue.move(upTo: fit.fit.takesOneRow ? 1 : max(1, profile.batchLimit), into: batch)
            guard batch.windows > 0 else {
                bindings.judge.judge(fit, on: nil)
                continue
            }
            model.ranRequestsLast = false
            if model.worker == nil, profile.isSlow(rows: batch.windows) { promote(model) }
            batch.asksFieldErrors = model.worker != nil
            if !start(batch, .windows(fit)) {
                batch.run(on: session)
                judge(fit, on: session)
            }
        }
    }

    private func judge(_ fit: HostedFit, on session: (any InferenceSession)?) {
        fit.model.statistics.ran(windows: fit.batch.windows, in: fit.batch.took)
        fit.model.shadow?.offer(fit)
        bindings.judge.judge(fit, on: session)
    }

    // MARK: threads

    private func promote(_ model: HostedModel) {
        giveThread(to: model)
        modelIsSlow(model)
    }

    /// Hands work to the model's own thread; false when it has none.
    private func start(_ work: any ModelWork, _ job: Job) -> Bool {
        guard let worker = job.model.worker else { return false }
        nextJob += 1
        running[nextJob] = job
        job.model.isBusy = true
        worker.run(ModelWorker.Job(id: nextJob, work: work))
        return true
    }

    private func finish(_ completion: ModelWorker.Completion) {
        guard let job = running.removeValue(forKey: completion.id) else { return }
        job.model.isBusy = false
        switch job {
        case .requests(let model): answer(model.batch, of: model)
        case .windows(let fit): judge(fit, on: nil)
        }
    }
}
