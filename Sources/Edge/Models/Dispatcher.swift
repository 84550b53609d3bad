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

    private var running: [Int: HostedModel] = [:]
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
        guard !running.values.contains(where: { $0.batch.members.contains(where: \.isSuspect) }) else { return }
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
        for model in node.models where !model.waiting.isEmpty && !model.isBusy { run(model, where: admits) }
    }

    private func run(_ model: HostedModel, where admits: (PendingRequest) -> Bool) {
        guard case .serving(let session, let profile) = model.condition else { return }
        dropExpired(model)
        while !model.isBusy {
            let batch = model.batch
            batch.take(from: &model.waiting, limit: profile.batchLimit, where: admits)
            guard !batch.members.isEmpty else { return }
            if model.worker == nil, profile.isSlow(rows: batch.rows) { promote(model) }
            if let worker = model.worker {
                nextJob += 1
                running[nextJob] = model
                model.isBusy = true
                worker.run(ModelWorker.Job(id: nextJob, batch: batch))
            } else {
                batch.run(on: session)
                answer(batch, of: model)
            }
        }
    }

    /// Takes out what nobody waits for any more.
    private func dropExpired(_ model: HostedModel) {
        let now = ContinuousClock.now
        model.waiting.removeAll { pending in
            guard let delivery = pending.delivery else { return true }
            if let deadline = delivery.reply.deadline, now >= deadline {
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

    private func promote(_ model: HostedModel) {
        giveThread(to: model)
        modelIsSlow(model)
    }

    private func finish(_ completion: ModelWorker.Completion) {
        guard let model = running.removeValue(forKey: completion.id) else { return }
        model.isBusy = false
        answer(model.batch, of: model)
    }

    private func answer(_ batch: Batch<PendingRequest>, of model: HostedModel) {
        model.statistics.ran(requests: batch.members.count)
        for index in batch.members.indices {
            outlet.answer(batch, index, of: model)
            model.recycle(batch.members[index])
        }
        batch.clear()
    }
}
