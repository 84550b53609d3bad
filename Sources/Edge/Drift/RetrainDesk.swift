import Cryptography
import Drift
import Logging
import Telemetry

/// Decides when a new model is asked for, tells of it, and hands orders on; used on the loop's thread alone.
///
/// A request is on the disk before anybody hears of it, so that there is one of it whatever happens.
final class RetrainDesk {
    private let node: Node
    private let bindings: Bindings
    private let outbox: Outbox
    private let keeper: DriftKeeper
    private let rule: RetrainRule
    private let events: RetrainEvents
    private let post: (RetrainOrder) -> Void
    private let clock: WallClock
    private let logger: Logger
    private(set) var courses: [Name: RetrainCourse] = [:]
    /// Orders that leave once they are on the disk.
    private var drafts: [RetrainOrder] = []

    /// Makes a desk; `post` hands an order on and does not wait.
    init(
        node: Node,
        bindings: Bindings,
        outbox: Outbox,
        keeper: DriftKeeper,
        clock: WallClock,
        logger: Logger,
        post: @escaping (RetrainOrder) -> Void
    ) throws(RetrainError) {
        let settings = node.settings.retrain
        self.node = node
        self.bindings = bindings
        self.outbox = outbox
        self.keeper = keeper
        self.clock = clock
        self.logger = logger
        self.post = post
        events = RetrainEvents(node: node.settings.node)
        rule = try RetrainRule(
            minimalRows: settings.minimalRows,
            minimalShare: settings.minimalShare,
            cooldownSeconds: settings.cooldown / .seconds(1)
        )
    }

    /// The name that a model's requests are saved under.
    static func name(of model: Name) -> String { "model/\(model)" }

    private var isEnabled: Bool { node.settings.retrain.mode != .none }

    // MARK: drift

    /// Takes up the requests for a model, or goes on with another version of it.
    func begin(_ model: Name, version: String) {
        guard isEnabled else { return }
        if courses[model] != nil {
            courses[model]?.policy.restart(modelVersion: version)
            courses[model]?.binding = nil
            courses[model]?.isChanged = true
            return
        }
        courses[model] = restored(model, version: version) ?? RetrainCourse(model: model, version: version)
        guard let order = courses[model]?.order else { return }
        switch courses[model]?.policy.request?.progress {
        // Nobody may have heard of it: it is told again, under the same identifiers.
        case .requested: release(order)
        // Somebody was at it: whoever sees orders through goes on with it.
        case .accepted: post(order)
        case .completed, .failed, nil: break
        }
    }

    private func restored(_ model: Name, version: String) -> RetrainCourse? {
        guard let saved = keeper.restore(SavedPolicy.self, Self.name(of: model)) else { return nil }
        do throws(RetrainError) {
            return try RetrainCourse(saved, model: model, version: version, node: node.settings.node)
        } catch {
            logger.warning(
                "requests for a new model of an earlier run cannot be taken up",
                metadata: ["model": "\(model)", "reason": "\(error)"]
            )
            return nil
        }
    }

    /// Takes note of a drift that was told.
    func note(_ event: String, _ finding: DriftFinding, _ subject: DriftEvents.Subject) {
        guard isEnabled, courses[subject.model] != nil else { return }
        let age = subject.watch.rows - finding.estimate.lowerBound
        let row = max(0, rows(of: subject.model) - max(0, age))
        courses[subject.model]?.policy.note(ConfirmedDrift(eventID: event, earliestRow: row))
        courses[subject.model]?.isChanged = true
        if courses[subject.model]?.binding == nil { courses[subject.model]?.binding = subject.binding }
    }

    private func watches(of model: Name) -> [(binding: HostedBinding, watch: DriftWatch)] {
        bindings.running.compactMap { binding in
            guard binding.settings.model == model, let watch = binding.watch else { return nil }
            return (binding, watch)
        }
    }

    private func rows(of model: Name) -> Int { watches(of: model).reduce(0) { $0 + $1.watch.rows } }

    // MARK: requests

    /// Asks for new models where it is time; to be called about once a second.
    func tick() {
        guard isEnabled else { return }
        for (model, course) in courses where !course.policy.drifts.isEmpty || course.policy.request != nil {
            decide(model)
        }
    }

    private func decide(_ model: Name) {
        let watches = watches(of: model)
        guard let course = courses[model],
            let first = watches.first(where: { $0.binding.name == course.binding ?? course.order?.binding })
        else { return }
        let now = clock.now()
        let rows = watches.reduce(0) { $0 + $1.watch.rows }
        let isBroken = watches.contains { $0.watch.quality.isOpen(node.settings.retrain.blockedBy) }
        let isAnomalous = watches.contains { $0.binding.statistics.open > 0 }
        let decision = courses[model]?.policy.decide(
            RetrainFacts(
                trainingRows: first.watch.plan.profile.rowCount,
                rowsSeen: rows,
                hasOpenViolation: isBroken,
                hasOpenEpisode: isAnomalous && !node.settings.retrain.whileAnomalous,
                isDrifting: watches.contains { $0.watch.isDrifting }
            ),
            rule,
            at: now.microseconds
        ) { SHA256Digest(of: $0).hexadecimal }
        guard case .request(let request)? = decision else {
            if case .wait(let reason)? = decision { courses[model]?.waits = reason }
            return
        }
        courses[model]?.waits = nil
        let order = order(request, first.watch, first.binding, rows: rows, now: now)
        courses[model]?.order = order
        courses[model]?.binding = nil
        courses[model]?.isChanged = true
        drafts.append(order)
        logger.notice(
            "a new model is asked for",
            metadata: ["model": "\(model)", "request": "\(request.id)", "rows": "\(request.newRows)"]
        )
    }

    private func order(
        _ request: RetrainRequest,
        _ watch: DriftWatch,
        _ binding: HostedBinding,
        rows: Int,
        now: Timestamp
    ) -> RetrainOrder {
        let first = max(0, watch.rows - (rows - request.earliestRow))
        let end = watch.arrivals.time(of: watch.rows) ?? now
        let start = min(watch.arrivals.time(of: first) ?? now, end)
        let drifts = request.driftEventIDs.count
        return RetrainOrder(
            id: request.id,
            node: node.settings.node,
            binding: binding.name,
            model: binding.settings.model,
            version: request.modelVersion,
            sha256: watch.plan.profile.model.sha256,
            profileID: watch.plan.profile.profileID,
            driftEventIDs: request.driftEventIDs,
            window: start...max(start, now, end),
            newRows: request.newRows,
            reason: "\(drifts) drift\(drifts == 1 ? "" : "s") confirmed, \(request.newRows) rows since the change",
            requestedAt: now
        )
    }

    /// What is to be saved, and what may leave once it is.
    func takeSavings(all: Bool) -> (policies: [(name: String, saved: SavedPolicy)], orders: [RetrainOrder]) {
        var policies: [(name: String, saved: SavedPolicy)] = []
        for model in courses.keys where all || courses[model]?.isChanged == true {
            courses[model]?.isChanged = false
            if let saved = courses[model]?.saved { policies.append((Self.name(of: model), saved)) }
        }
        defer { drafts = [] }
        return (policies, drafts)
    }

    /// True when something is to be saved at once.
    var isUrgent: Bool { !drafts.isEmpty || courses.values.contains(where: \.isChanged) }

    /// Lets an order out.
    func release(_ order: RetrainOrder) {
        outbox.send(
            events.document(.requested, order, now: clock.now()),
            on: node.topics.retrainEvent,
            hold: nil,
            as: .event
        )
        post(order)
    }

    /// How a request for a model stands, in words; nil: nothing has drifted and nothing was asked for.
    func state(of model: Name) -> String? {
        guard let course = courses[model] else { return nil }
        if !course.policy.drifts.isEmpty, let reason = course.waits { return "waits: \(reason.words)" }
        return course.policy.request.map { "\($0.progress.rawValue): \($0.id)" }
    }

    // MARK: what has become of them

    /// Takes a word of whoever sees orders through.
    func hear(_ word: RetrainWord) {
        guard let course = courses.values.first(where: { $0.order?.id == word.id }), let order = course.order else {
            return logger.warning("a word on a request that is not known", metadata: ["request": "\(word.id)"])
        }
        let (occasion, progress, failure): (RetrainEvents.Occasion, RetrainRequest.Progress, String?) =
            switch word.outcome {
            case .accepted: (.accepted, .accepted, nil)
            case .completed: (.completed, .completed, nil)
            case .failed(let reason): (.failed, .failed, reason)
            }
        courses[course.model]?.policy.answer(word.id, progress)
        courses[course.model]?.isChanged = true
        if let failure {
            logger.error(
                "no new model comes of a request",
                metadata: ["model": "\(course.model)", "request": "\(word.id)", "reason": "\(failure)"]
            )
        }
        outbox.send(
            events.document(occasion, order, run: word.run, failure: failure, now: clock.now()),
            on: node.topics.retrainEvent,
            hold: nil,
            as: .event
        )
    }
}

extension RetrainDecision.Reason {
    /// What a person reads.
    fileprivate var words: String {
        switch self {
        case .noDrift: "nothing has drifted"
        case .underWay: "a request is under way"
        case .coolingDown: "the last request was not long enough ago (retrain.cooldown)"
        case .tooFewRows(_, let needed): "too few rows since the change, \(needed) are needed"
        case .openViolation: "a violation of data quality is open; mend the sensor first"
        case .openEpisode: "an anomaly is open; its rows must not count as normal (retrain.while_anomalous)"
        }
    }
}
