import Inference
import Logging
import Models
import OpenInference

/// Puts models in one another's place on the loop's thread, and counts how candidates do.
///
/// Nothing is dropped: what runs when an order comes ends where it is, what waits goes where it now belongs, and a model
/// is let go of once it has finished.
final class Stages {
    /// The time between two reports.
    private static let interval = Duration.seconds(1)
    private static let noteInterval = Duration.seconds(60)

    /// What the rest of the loop does for a model that serves more or less than before.
    struct Surroundings {
        /// Gives a slow model its thread.
        var giveThread: (HostedModel) -> Void
        /// Gives a slow model a lane of its own, if it has none.
        var openQueue: (HostedModel) -> Void
        /// Lets a binding be read whose model serves only now.
        var open: (HostedBinding) -> Void
        /// Lets a binding be read no more.
        var close: (HostedBinding) -> Void
        /// Measures a model in the background.
        var calibrate: (LoadedModel) -> Void
        /// Notes that a binding's saved windows belong to another model.
        var formHasChanged: (HostedBinding) -> Void
    }

    let node: Node
    let bindings: Bindings
    let surroundings: Surroundings
    private let report: (StageReport) -> Void
    let logger: Logger
    private var nextReportAt = ContinuousClock.now
    private var nextNoteAt = ContinuousClock.now + noteInterval

    /// Begins with what is in the node's slots; `report` takes the figures of every stage about once a second.
    init(
        node: Node,
        bindings: Bindings,
        surroundings: Surroundings,
        logger: Logger,
        report: @escaping (StageReport) -> Void
    ) {
        self.node = node
        self.bindings = bindings
        self.surroundings = surroundings
        self.logger = logger
        self.report = report
    }

    /// Does what the updater asks; what does not go together with what is there is logged and left.
    func carryOut(_ order: StageOrder) {
        guard let slot = node.slot(order.model.description) else {
            return logger.error(
                "an order for a model that the configuration does not have",
                metadata: ["model": "\(order.model)"]
            )
        }
        switch order {
        case .shadow(let staged): shadow(staged, slot)
        case .trial(let staged, let percent): begin(staged, Share(percent: percent), slot)
        case .promote(_, let bundle): promote(bundle, slot)
        case .withdraw(_, let bundle): withdraw(bundle, slot)
        case .replace(let staged): replace(staged, slot)
        case .refuse(_, let reason): refuse(reason, slot)
        }
        node.slotsHaveChanged()
    }

    /// Lets go of models that have finished, and reports; to be called in every turn.
    func tick(now: ContinuousClock.Instant) {
        if node.slots.contains(where: { !$0.retiring.isEmpty }) { release() }
        if now >= nextNoteAt {
            nextNoteAt = now + Self.noteInterval
            for slot in node.slots { slot.active.recent.note(slot.active.statistics) }
        }
        guard now >= nextReportAt else { return }
        nextReportAt = now + Self.interval
        for slot in node.slots {
            if let report = StageReport(slot) { self.report(report) }
        }
    }

    /// Ends the threads of shadows.
    func stop() {
        for slot in node.slots { slot.endShadow() }
    }

    // MARK: orders

    private func shadow(_ staged: StagedModel, _ slot: ModelSlot) {
        endTrial(slot)
        guard let shadow = Shadow(staged) else { return log(unusable: staged) }
        slot.begin(shadow)
        log("candidate sees copies", staged.model)
    }

    private func begin(_ staged: StagedModel, _ share: Share, _ slot: ModelSlot) {
        let candidate: HostedModel
        if let trial = slot.trial, trial.model.bundle == staged.id {
            candidate = trial.model
            slot.change(share: share)
        } else {
            endTrial(slot)
            guard let model = host(staged) else { return log(unusable: staged) }
            candidate = model
            slot.begin(candidate, of: staged, share: share)
        }
        if share.isWhole {
            moveRequests(from: slot.active, to: candidate)
            if candidate.worker != nil { surroundings.openQueue(candidate) }
        }
        for fit in staged.fits {
            guard let binding = bindings.running(fit.settings.name), binding.reason == nil else { continue }
            binding.begin(fit, on: candidate, share: share)
        }
        log("candidate on trial", staged.model, ["share": "\(share.percent)"])
    }

    private func promote(_ bundle: BundleID, _ slot: ModelSlot) {
        if let trial = slot.trial, trial.model.bundle == bundle {
            put(trial.model, trial.staged, slot)
        } else if let shadow = slot.shadow, shadow.staged.id == bundle {
            replace(shadow.staged, slot)
        } else if slot.active.bundle != bundle {
            logger.error("a model that is no candidate is to serve", metadata: ["model": "\(slot.name)"])
        }
    }

    private func withdraw(_ bundle: BundleID, _ slot: ModelSlot) {
        if let shadow = slot.shadow, shadow.staged.id == bundle {
            slot.endShadow()
            log("candidate withdrawn", shadow.staged.model)
        }
        if slot.trial?.model.bundle == bundle { endTrial(slot) }
    }

    private func replace(_ new: StagedModel, _ slot: ModelSlot) {
        if let trial = slot.trial, trial.model.bundle == new.id { return put(trial.model, new, slot) }
        endTrial(slot)
        guard let model = host(new) else { return log(unusable: new) }
        put(model, new, slot)
    }

    private func refuse(_ reason: String, _ slot: ModelSlot) {
        endTrial(slot)
        slot.endShadow()
        let old = slot.active
        let refused = LoadedModel(
            reference: old.reference,
            version: old.version,
            condition: .refused(reason: reason),
            fingerprint: nil
        )
        slot.replace(with: HostedModel(refused))
        rest(old, "model '\(slot.name)' cannot serve; its reason stands beside it")
        logger.error("model refused", metadata: ["model": "\(slot.name)", "reason": "\(reason)"])
    }
}
