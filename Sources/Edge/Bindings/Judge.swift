import Anomaly
import Foundation
import Inference
import Logging
import OpenInference
import Telemetry
import Tensors

/// Makes predictions and events of what models say of windows.
final class Judge {
    private let node: Node
    private let outbox: Outbox
    private let events: AnomalyEvents
    private let clock: WallClock
    private let logger: Logger
    private var complaints: [Name: InputEvents] = [:]
    /// Is shown what is judged; nil: nobody looks.
    unowned var teller: NodeTeller?

    init(node: Node, outbox: Outbox, clock: WallClock, logger: Logger) {
        self.node = node
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        events = AnomalyEvents(node: node.settings.node)
    }

    /// Judges what has run, in order; `session` is asked again about windows that open an episode.
    func judge(_ fit: HostedFit, on session: (any InferenceSession)?) {
        let moment = Moment(now: .now, wall: clock.now())
        let (binding, batch) = (fit.binding, fit.batch)
        var window = 0
        for step in batch.steps {
            switch step.kind {
            case .restart: restart(step, fit, moment)
            case .window:
                binding.statistics.windows += 1
                judge(Case(fit: fit, window: window, step: step, session: session), moment)
                window += 1
            }
            step.hold?.release()
        }
        fit.judged(batch.steps.count)
        batch.clear()
    }

    /// Closes what is open of a key that has made room for another.
    func forget(_ state: KeyState, of binding: HostedBinding) {
        binding.statistics.evicted += 1
        interrupt(state, of: binding)
    }

    /// Closes what was open of saved state that cannot be used any more.
    func end(_ state: KeyState, of binding: HostedBinding) {
        binding.statistics.open += 1
        interrupt(state, of: binding)
    }

    private func interrupt(_ state: KeyState, of binding: HostedBinding) {
        var state = state
        let score = state.monitor.score
        if case .closed(let episode) = state.monitor.restart() {
            close(episode, binding.fit(of: state), state, hold: nil, Moment(now: .now, wall: clock.now()), score: score)
        }
    }

    /// Tells of input that was rejected, or of a model that failed: one event a minute and binding at most.
    func tell(_ error: InferError, of topic: String, _ binding: HostedBinding) {
        var own = complaints[binding.name] ?? InputEvents(node: node.settings.node, binding: binding.name.description)
        defer { complaints[binding.name] = own }
        guard let event = own.event(topic: topic, error: error, now: .now, time: Date(), id: UUID()) else { return }
        logger.warning(
            "telemetry rejected",
            metadata: [
                "binding": "\(binding.name)", "topic": "\(topic)", "code": "\(error.code.rawValue)",
                "reason": "\(error.message)",
            ]
        )
        outbox.send(event, on: node.topics.inputEvent, hold: nil, as: .event)
    }

    // MARK: one window

    /// The time at which windows are judged.
    private struct Moment {
        let now: ContinuousClock.Instant
        let wall: Timestamp
    }

    /// A window that has run.
    private struct Case {
        let fit: HostedFit
        let window: Int
        let step: WindowQueue.Step
        let session: (any InferenceSession)?

        var binding: HostedBinding { fit.binding }
        var batch: WindowBatch { fit.batch }
        var slot: Int { step.place.slot }
    }

    private func judge(_ the: Case, _ moment: Moment) {
        guard the.binding.keys.holds(the.step.place) else {
            the.binding.statistics.dropped += 1
            return
        }
        if case .failed(let reason) = the.batch.outcomes[the.window] {
            fail("the model failed on this window: \(reason)", the.fit)
            return
        }
        guard let rule = the.fit.fit.rule else {
            publishOutputs(the, moment)
            return
        }
        guard let score = the.batch.score(the.window), score.isFinite else {
            fail("the model gave a score that is not finite; the decision stays as it was", the.fit)
            return
        }
        the.fit.model.statistics.judgedWindow()
        the.binding.keys[the.slot].adopt(rule)
        let verdict = the.binding.keys[the.slot].monitor.add(score, at: the.step.time, rule: rule)
        the.binding.change(the.step.place)
        watch(score, verdict, the, moment)
        switch verdict.change {
        case .none: break
        case .opened(let episode): open(episode, the, verdict, moment)
        case .closed(let episode):
            close(episode, the.fit, the.binding.keys[the.slot], hold: the.step.hold, moment, score: verdict.score)
            the.binding.keys[the.slot].topFields = nil
            the.binding.changeEpisode(the.step.place, hold: the.step.hold)
        }
        publish(verdict, the, moment)
        guard let teller, teller.wantsSample else { return }
        teller.show(
            the.batch.window(the.window),
            of: the.fit,
            key: the.binding.keys[the.slot].json,
            at: the.step.time,
            score: verdict.score,
            isAnomalous: verdict.isAnomalous
        )
    }

    /// Lets drift be looked for in what the model says.
    private func watch(_ score: Double, _ verdict: Verdict, _ the: Case, _ moment: Moment) {
        guard let watch = the.fit.watch else { return }
        watch.take(score: score, slot: the.slot, arrival: moment.wall)
        watch.decisions?.note(verdict.isAnomalous, of: the.binding.keys[the.slot].key, at: the.step.time)
    }

    private func publish(_ verdict: Verdict, _ the: Case, _ moment: Moment) {
        let publish = the.binding.settings.publish
        let isAnomalous = verdict.isAnomalous
        guard the.binding.keys[the.slot].publication.admits(isAnomalous: isAnomalous, by: publish, now: moment.now)
        else { return }
        the.binding.statistics.predictions += 1
        let document = the.fit.writer.document(
            key: the.binding.keys[the.slot].json,
            score: verdict.score,
            isAnomalous: isAnomalous,
            time: the.step.time,
            now: moment.wall
        )
        outbox.send(document, on: the.fit.writer.topic, hold: the.step.hold)
    }

    private func publishOutputs(_ the: Case, _ moment: Moment) {
        if let watch = the.fit.watch, watch.wantsOutputs, let outputs = the.batch.outputs(the.window) {
            watch.take(outputs, slot: the.slot, arrival: moment.wall)
        }
        showOutputs(the)
        let publish = the.binding.settings.publish
        guard the.binding.keys[the.slot].publication.admits(isAnomalous: false, by: publish, now: moment.now) else {
            the.fit.model.statistics.judgedWindow()
            return
        }
        var outputs = the.batch.results
        var row: Range<Int>? = the.batch.windows > 1 ? the.window..<the.window + 1 : nil
        if case .alone(let tensors) = the.batch.outcomes[the.window] { (outputs, row) = (tensors, nil) }
        do throws(InferError) {
            let document = try the.fit.writer.document(
                key: the.binding.keys[the.slot].json,
                outputs: outputs,
                row: row,
                nonFinite: node.settings.inference.nonFinite,
                time: the.step.time,
                now: moment.wall
            )
            the.binding.statistics.predictions += 1
            the.fit.model.statistics.judgedWindow()
            outbox.send(document, on: the.fit.writer.topic, hold: the.step.hold)
        } catch {
            fail(error.message, the.fit)
        }
    }

    private func showOutputs(_ the: Case) {
        guard let teller, teller.wantsSample, let outputs = the.batch.outputs(the.window) else { return }
        teller.show(
            the.batch.window(the.window),
            of: the.fit,
            key: the.binding.keys[the.slot].json,
            at: the.step.time,
            outputs: outputs
        )
    }

    private func fail(_ reason: String, _ fit: HostedFit) {
        fit.binding.statistics.errors += 1
        fit.model.statistics.faulted()
        tell(InferError(.internal, reason), of: fit.binding.settings.source.topic, fit.binding)
    }

    // MARK: episodes

    private func restart(_ step: WindowQueue.Step, _ fit: HostedFit, _ moment: Moment) {
        let binding = fit.binding
        binding.statistics.restarts += 1
        guard binding.keys.holds(step.place) else { return }
        if let rule = fit.fit.rule { binding.keys[step.place.slot].adopt(rule) }
        let score = binding.keys[step.place.slot].monitor.score
        let change = binding.keys[step.place.slot].monitor.restart()
        binding.change(step.place)
        if case .closed(let episode) = change {
            close(episode, fit, binding.keys[step.place.slot], hold: step.hold, moment, score: score)
            binding.keys[step.place.slot].topFields = nil
            binding.changeEpisode(step.place, hold: step.hold)
        }
    }

    private func open(_ episode: Episode, _ the: Case, _ verdict: Verdict, _ moment: Moment) {
        the.binding.statistics.opened += 1
        the.binding.statistics.open += 1
        let fields = fields(the)
        the.binding.keys[the.slot].topFields = fields
        let event = events.document(
            .opened,
            episode,
            of: the.fit,
            key: the.binding.keys[the.slot],
            score: verdict.score,
            fields: fields,
            now: moment.wall
        )
        outbox.send(event, on: node.topics.anomalyEvent, hold: the.step.hold, as: .event)
        the.binding.changeEpisode(the.step.place, hold: the.step.hold)
        teller?.opened(the.step.place, of: the.binding)
    }

    private func close(
        _ episode: Episode,
        _ fit: HostedFit,
        _ state: KeyState,
        hold: SharedHold?,
        _ moment: Moment,
        score: Double
    ) {
        fit.binding.statistics.closed += 1
        fit.binding.statistics.open -= 1
        let event = events.document(
            .closed,
            episode,
            of: fit,
            key: state,
            score: score,
            fields: state.topFields,
            now: moment.wall
        )
        outbox.send(event, on: node.topics.anomalyEvent, hold: hold, as: .event)
    }

    /// What the model says about the fields of a window that opens an episode.
    private func fields(_ the: Case) -> [AnomalyEvents.FieldShare]? {
        let (fit, plan) = (the.fit.fit, the.binding.settings.plan)
        guard fit.hasFieldErrors else { return nil }
        let width = fit.fields
        if the.batch.fieldErrors.count == the.batch.windows * width {
            return AnomalyEvents.shares(
                the.batch.fieldErrors[the.window * width..<(the.window + 1) * width],
                fields: plan.fields
            )
        }
        guard let session = the.session, let window = the.batch.window(the.window),
            let errors = try? session.run([window], outputs: [FittedBinding.fieldErrors]).first?.values(as: Float.self)
        else { return nil }
        return AnomalyEvents.shares(errors, fields: plan.fields)
    }
}
