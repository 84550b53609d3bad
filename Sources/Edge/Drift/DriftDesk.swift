import Drift
import Foundation
import Logging
import Telemetry

/// Begins and ends watches as models come and go, tells what they find, and keeps what they know; used on the loop's
/// thread alone.
final class DriftDesk {
    private static let lookInterval = Duration.seconds(1)

    private let node: Node
    private let bindings: Bindings
    private let outlet: Outlet
    private let outbox: Outbox
    private let keeper: DriftKeeper
    private let retraining: RetrainDesk
    private let events: DriftEvents
    private let clock: WallClock
    private let logger: Logger
    private var reports: [Name: DriftReport] = [:]
    private var isAnnounced = false
    private var nextLook: ContinuousClock.Instant = .now
    private var nextSaving: ContinuousClock.Instant
    /// What is to be saved, and where the outbox was when it was taken.
    private var pending: (saving: DriftKeeper.Saving, mark: Int64)?
    /// Bindings whose state of an earlier run has been looked for.
    private var restored: Set<Name> = []

    init(
        node: Node,
        bindings: Bindings,
        outlet: Outlet,
        outbox: Outbox,
        keeper: DriftKeeper,
        retraining: RetrainDesk,
        clock: WallClock,
        logger: Logger
    ) {
        self.node = node
        self.bindings = bindings
        self.outlet = outlet
        self.outbox = outbox
        self.keeper = keeper
        self.retraining = retraining
        self.clock = clock
        self.logger = logger
        events = DriftEvents(node: node.settings.node)
        nextSaving = .now + node.settings.stateInterval
        keeper.keep(
            bindings.names.map(Self.name) + node.settings.models.map { RetrainDesk.name(of: $0.name) }
        )
    }

    private static func name(of binding: Name) -> String { "binding/\(binding)" }

    /// Tells what has been found, and saves what is known; to be called in every turn, before the outbox's end of it.
    func tick(now: ContinuousClock.Instant) {
        for binding in bindings.running {
            if let fit = binding.candidate, !fit.isWatchSettled { begin(fit, of: binding) }
            if !binding.active.isWatchSettled { begin(binding.active, of: binding) }
            if binding.watched !== binding.active { serve(binding) }
            tell(binding)
        }
        for completion in keeper.takeCompletions() {
            // What could not be written is told all the same: to be silent would be worse than to ask twice.
            completion.orders.forEach(retraining.release)
        }
        if now >= nextLook {
            nextLook = now + Self.lookInterval
            let wall = clock.now()
            for binding in bindings.running { binding.watch?.look(at: wall) }
            retraining.tick()
            for binding in bindings.running { report(binding) }
        }
        save(now: now)
    }

    // MARK: watches

    /// Begins to watch with a model that serves, or is tried.
    private func begin(_ fit: HostedFit, of binding: HostedBinding) {
        fit.isWatchSettled = true
        if let reason = fit.fit.drift.reason {
            logger.error("drift is not watched", metadata: ["binding": "\(binding.name)", "reason": "\(reason)"])
        }
        guard node.settings.drift.enabled, let plan = fit.fit.drift.plan else { return }
        do {
            let watch = try DriftWatch(plan, version: fit.model.version, settings: node.settings.drift)
            if case .anomaly? = binding.settings.drift.labels?.meaning {
                watch.decisions = DecisionHistory(mostKeys: node.settings.limits.keysPerBinding)
            }
            if fit === binding.active, restored.insert(binding.name).inserted { restore(watch, of: binding) }
            fit.watch = watch
        } catch {
            logger.error("drift is not watched", metadata: ["binding": "\(binding.name)", "reason": "\(error)"])
        }
    }

    /// Goes on with what is watched of the model that serves from now on.
    private func serve(_ binding: HostedBinding) {
        binding.watched = binding.active
        // What a trial has found is no news of a model that serves.
        _ = binding.watch?.takeOccasions()
        if let watch = binding.watch { retraining.begin(binding.settings.model, version: watch.version) }
        report(binding)
    }

    private func restore(_ watch: DriftWatch, of binding: HostedBinding) {
        guard let snapshot = keeper.restore(DriftSnapshot.self, Self.name(of: binding.name)) else { return }
        do throws(EdgeError) {
            try watch.restore(snapshot)
            logger.info("drift is watched further", metadata: ["binding": "\(binding.name)", "rows": "\(watch.rows)"])
        } catch {
            logger.info(
                "drift is watched anew",
                metadata: ["binding": "\(binding.name)", "reason": "\(error.message)"]
            )
        }
    }

    // MARK: telling

    private func subject(_ binding: HostedBinding, _ watch: DriftWatch) -> DriftEvents.Subject {
        DriftEvents.Subject(
            binding: binding.name,
            model: binding.settings.model,
            version: watch.version,
            watch: watch
        )
    }

    private func tell(_ binding: HostedBinding) {
        _ = binding.candidate?.watch?.takeOccasions()
        guard let watch = binding.watch else { return }
        let occasions = watch.takeOccasions()
        guard !occasions.isEmpty else { return }
        let (subject, now) = (subject(binding, watch), clock.now())
        for occasion in occasions {
            switch occasion {
            case .drift(let finding): tell(finding, subject, now)
            case .quality(let change, let field):
                let key = KeyState.parts(change.key)
                let document = events.document(change, field: field, key: key, subject, now: now)
                outbox.send(document, on: node.topics.qualityEvent, hold: nil, as: .event)
            }
        }
        report(binding)
    }

    private func tell(_ finding: DriftFinding, _ subject: DriftEvents.Subject, _ now: Timestamp) {
        let document = events.document(finding, subject, now: now)
        outbox.send(document, on: node.topics.driftEvent, hold: nil, as: .event)
        logger.notice(
            "drift",
            metadata: [
                "binding": "\(subject.binding)", "feature": "\(finding.change.feature)",
                "detector": "\(finding.change.detector)", "state": "\(finding.change.kind.rawValue)",
            ]
        )
        if finding.change.kind == .drift { retraining.note(events.id(finding, subject), finding, subject) }
    }

    // MARK: how things stand

    /// Tells how all bindings stand; the loop calls it when the node announces itself.
    func announce() {
        isAnnounced = true
        for report in reports.values { publish(report) }
    }

    /// Tells nothing more until the node announces itself again.
    func connectionIsGone() { isAnnounced = false }

    /// What is said of a binding where it has changed.
    private func report(_ binding: HostedBinding) {
        let time = clock.now().rfc3339
        guard var report = report(of: binding, time: time) else { return }
        if let last = reports[binding.name] {
            report.time = last.time
            guard report != last else { return }
            report.time = time
        }
        reports[binding.name] = report
        if isAnnounced { publish(report) }
    }

    private func report(of binding: HostedBinding, time: String) -> DriftReport? {
        if let watch = binding.watch {
            return DriftReport(
                subject(binding, watch),
                retrain: retraining.state(of: binding.settings.model),
                time: time
            )
        }
        let reason = binding.active.fit.drift.reason ?? "nothing is to be watched, or the model has no profile"
        return DriftReport(
            binding: binding.name,
            model: binding.settings.model,
            version: binding.active.model.version,
            reason: node.settings.drift.enabled ? reason : "drift.enabled is false",
            time: time
        )
    }

    private func publish(_ report: DriftReport) {
        guard let binding = Name(report.binding), let topic = node.topics.drift(binding) else { return }
        outlet.publish(JSONBytes.encode(report), on: topic, retain: true)
    }

    /// In a word how a model's data stands, for health; nil: it is not watched.
    func state(of model: Name) -> String? {
        let states = reports.values.filter { $0.model == model.description && $0.state != "off" }.map(\.state)
        let order = ["drift", "warning", "cooldown", "warm_up", "normal"]
        return order.first(where: states.contains)
    }

    // MARK: keeping

    /// What is known of alarms is written once all that was told up to then is safe: else it would not be told again.
    private func save(now: ContinuousClock.Instant) {
        if pending == nil, !keeper.isWriting {
            let isTime = now >= nextSaving
            if isTime { nextSaving = now + node.settings.stateInterval }
            let isUrgent = retraining.isUrgent || bindings.running.contains { $0.watch?.isUrgent == true }
            if isTime || isUrgent { pending = (take(all: isTime), outbox.mark) }
        }
        guard let next = pending, !keeper.isWriting, outbox.isSafe(before: next.mark) else { return }
        pending = nil
        keeper.save(next.saving)
    }

    private func take(all: Bool) -> DriftKeeper.Saving {
        var watches: [(name: String, snapshot: DriftSnapshot)] = []
        for binding in bindings.running {
            guard let watch = binding.watch, all || watch.isUrgent else { continue }
            watch.isUrgent = false
            watches.append((Self.name(of: binding.name), DriftSnapshot(watch)))
        }
        let (policies, orders) = retraining.takeSavings(all: all)
        return DriftKeeper.Saving(watches: watches, policies: policies, orders: orders)
    }

    /// Saves all that is known, and waits until it is on the disk.
    func finish() {
        if let pending { keeper.finish(pending.saving) }
        pending = nil
        keeper.finish(take(all: true))
    }
}
