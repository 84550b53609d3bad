import Inference
import OpenInference
import Tensors

/// A copy of what the model that serves was given, and of what it said.
struct ShadowSample: Sendable {
    /// What it said.
    enum Answer: Sendable {
        /// The outputs that were asked for.
        case outputs([Tensor])
        /// The score of a window, with the rule's threshold; and the candidate's threshold.
        case score(Double, threshold: Double, candidateThreshold: Double)
    }

    let inputs: [Tensor]
    /// What was asked for; empty: all outputs.
    let outputs: [String]
    let answer: Answer

    /// The bytes of the tensors.
    var byteCount: Int {
        var count = inputs.reduce(0) { $0 + $1.bytes.count }
        if case .outputs(let tensors) = answer { count += tensors.reduce(0) { $0 + $1.bytes.count } }
        return count
    }

    /// Asks a candidate the same; nil when it fails, or does not take such inputs.
    func compare(with candidate: any InferenceSession) -> Comparison? {
        let request = InferRequest(inputs: inputs, outputs: outputs.map { RequestedOutput($0) })
        let model = candidate.model
        guard (try? SignatureCheck.check(request, inputs: model.inputs, outputs: model.outputs)) != nil,
            let results = try? candidate.run(inputs, outputs: outputs)
        else { return nil }
        switch answer {
        case .outputs(let tensors): return Comparison(tensors, results)
        case .score(let score, let threshold, let candidateThreshold):
            guard let own = results.first?.firstNumber else { return nil }
            return Comparison(
                score: score,
                threshold: threshold,
                candidate: own,
                candidateThreshold: candidateThreshold
            )
        }
    }
}

extension Tensor {
    fileprivate var firstNumber: Double? {
        values(as: Float.self)?.first.map(Double.init) ?? values(as: Double.self)?.first
    }
}
