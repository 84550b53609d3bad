import Anomaly
import Inference
import Monitoring
import OpenInference
import Tensors

/// A candidate that sees copies of what is answered, as the loop's thread sees it.
///
/// It takes one copy of a batch, and not more than so many a second: the loop does not feel it.
final class Shadow {
    /// The least time between two copies.
    private static let interval = Duration.milliseconds(2)

    let staged: StagedModel
    private let worker: ShadowWorker
    private var nextAt = ContinuousClock.now

    /// Nil for a model that does not serve.
    init?(_ staged: StagedModel) {
        guard case .serving(let session, _) = staged.model.condition else { return nil }
        self.staged = staged
        worker = ShadowWorker(name: staged.model.name, version: staged.model.version, session: session)
    }

    /// What has been counted so far.
    var figures: ShadowWorker.Figures { worker.figures }

    /// What was answered otherwise of late, the oldest first.
    var disagreements: [Disagreement] { worker.disagreements }

    /// Ends it.
    func stop() { worker.stop() }

    /// The candidate's fit for a binding.
    func fit(of binding: Name) -> FittedBinding? {
        for loaded in staged.bindings where loaded.name == binding {
            if case .ready(let fit) = loaded.condition { return fit }
        }
        return nil
    }

    /// Takes a copy of the first request of a batch that has run, if it is time.
    func offer(_ batch: Batch<PendingRequest>, of model: HostedModel) {
        guard let member = batch.members.first, let outcome = batch.outcomes.first, takesNext() else { return }
        let outputs: [Tensor]
        switch outcome {
        case .whole: outputs = batch.results
        case .alone(let tensors): outputs = tensors
        case .rows(let rows):
            outputs = batch.results.compactMap { $0.only(rows) }
            guard outputs.count == batch.results.count else { return }
        case .failed: return
        }
        worker.add(
            ShadowSample(
                version: model.version,
                inputs: member.request.inputs,
                outputs: member.request.outputs.map(\.name),
                answer: .outputs(outputs)
            )
        )
    }

    /// Takes a copy of the first window of a batch that has run, if it is time.
    func offer(_ hosted: HostedFit) {
        let batch = hosted.batch
        guard let fit = hosted.shadow, batch.windows > 0, takesNext(), let window = batch.window(0) else { return }
        if case .failed = batch.outcomes[0] { return }
        // The candidate's input may have another name.
        guard let input = Tensor(name: fit.input, datatype: .fp32, shape: window.shape, bytes: window.bytes) else {
            return
        }
        let (binding, version) = (hosted.binding.name, hosted.model.version)
        if let rule = hosted.fit.rule, let own = fit.rule {
            guard let score = batch.score(0), score.isFinite else { return }
            let answer = ShadowSample.Answer.score(
                score,
                threshold: rule.threshold,
                candidateThreshold: own.threshold
            )
            worker.add(
                ShadowSample(binding: binding, version: version, inputs: [input], outputs: fit.outputs, answer: answer)
            )
        } else if let outputs = batch.outputs(0) {
            worker.add(
                ShadowSample(
                    binding: binding,
                    version: version,
                    inputs: [input],
                    outputs: [],
                    answer: .outputs(outputs)
                )
            )
        }
    }

    /// True when it is time for a copy, and there is room for it.
    private func takesNext() -> Bool {
        let now = ContinuousClock.now
        guard now >= nextAt else { return false }
        nextAt = now + Self.interval
        guard !worker.isFull else {
            worker.drop()
            return false
        }
        return true
    }
}

extension Tensor {
    /// Some of its rows; nil when it has none.
    func only(_ rows: Range<Int>) -> Tensor? {
        guard let shape = shape.with(rows: rows.count) else { return nil }
        return Tensor(name: name, datatype: datatype, shape: shape, bytes: Array(bytes[bytes(ofRows: rows)]))
    }
}
