import Anomaly
import MQTT

/// A binding's way to one version of its model: what waits for it and what runs there.
final class HostedFit {
    /// Tells it from the others of its binding.
    let number: Int
    let fit: FittedBinding
    let model: HostedModel
    /// Whose it is; a binding stands as long as the node does.
    unowned let binding: HostedBinding
    let writer: PredictionWriter
    /// What waits for the model.
    var queue: WindowQueue
    /// What runs, or will run next.
    let batch: WindowBatch
    /// The binding's fit to a candidate that sees copies of what is run here; nil: none does.
    var shadow: FittedBinding?
    /// What is watched for drift; nil: nothing.
    var watch: DriftWatch?
    /// True once it is settled whether anything is watched.
    var isWatchSettled = false
    /// How many steps have left: judged, dropped or handed on.
    private(set) var done = 0
    /// What others must have judged before anything is run here: windows of a key are judged in order.
    private var behind: [Barrier] = []

    /// What must have been judged elsewhere.
    private struct Barrier {
        let other: HostedFit
        /// How many of the other one's steps must have left.
        let steps: Int
        /// How many had when it was last looked at, and since when.
        var seen: Int
        var since: ContinuousClock.Instant
    }

    /// How long a model may be at one run before others wait for it no more: it may never end.
    static let patience = Duration.seconds(30)

    init(_ fit: FittedBinding, number: Int, model: HostedModel, binding: HostedBinding, limit: Int) {
        self.fit = fit
        self.number = number
        self.model = model
        self.binding = binding
        writer = PredictionWriter(fit, topic: binding.topic, model: model)
        queue = WindowQueue(width: fit.numbers, limit: limit)
        batch = WindowBatch(fit)
    }

    /// True when nothing waits and nothing runs.
    var isIdle: Bool { queue.isEmpty && batch.steps.isEmpty }

    /// True while windows that come first have not been judged elsewhere.
    func isHeldUp(now: @autoclosure () -> ContinuousClock.Instant = .now) -> Bool {
        guard !behind.isEmpty else { return false }
        let now = now()
        for index in behind.indices where behind[index].seen != behind[index].other.done {
            behind[index].seen = behind[index].other.done
            behind[index].since = now
        }
        behind.removeAll { $0.seen >= $0.steps || now - $0.since > Self.patience }
        return !behind.isEmpty
    }

    /// Notes that steps of the batch have been judged.
    func judged(_ steps: Int) { done += steps }

    /// Drops the oldest window that no message waits for; false when there is none.
    func dropOldest() -> Bool {
        guard queue.dropOldest() else { return false }
        done += 1
        return true
    }

    // MARK: one fit in another one's place

    /// Takes over from a fit that serves no more: what waits there runs here, before all that waits here already.
    ///
    /// Where the two fill their models otherwise, it is judged there first.
    func takeOver(from old: HostedFit) {
        behind += old.behind
        if takesWindows(of: old) {
            queue.prepend(old.handOver())
        } else {
            old.behind.removeAll { $0.other === self }
        }
        wait(behind: old)
    }

    /// Takes back from a candidate: what waits there runs here, behind all that waits here already.
    ///
    /// Where the two fill their models otherwise, it is judged there first, and at once: nothing here waits for it long.
    func takeBack(from candidate: HostedFit) {
        if takesWindows(of: candidate) { queue.append(candidate.handOver()) }
        candidate.behind = []
        wait(behind: candidate)
    }

    /// Lets all that is under way in another fit be judged first.
    func wait(behind other: HostedFit) {
        let pending = other.queue.steps.count + other.batch.steps.count
        guard pending > 0 else { return }
        behind.append(Barrier(other: other, steps: other.done + pending, seen: other.done, since: .now))
    }

    private func takesWindows(of other: HostedFit) -> Bool {
        fit.numbers == other.fit.numbers && fit.window?.size == other.fit.window?.size
    }

    /// Gives away what waits.
    private func handOver() -> WindowQueue {
        let waiting = queue
        done += waiting.steps.count
        queue = WindowQueue(width: waiting.width, limit: waiting.limit)
        return waiting
    }
}
