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

    /// What came of asking a candidate the same.
    enum Verdict: Sendable {
        /// It answered.
        case compared(Comparison, results: [Tensor])
        /// It does not take such inputs, or failed on them.
        case failed(String)
    }

    /// Whose window it was; nil: a request.
    var binding: Name?
    /// The version that answered.
    let version: String
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

    /// Asks a candidate the same.
    func compare(with candidate: any InferenceSession) -> Verdict {
        let request = InferRequest(inputs: inputs, outputs: outputs.map { RequestedOutput($0) })
        let model = candidate.model
        do throws(InferError) {
            try SignatureCheck.check(request, inputs: model.inputs, outputs: model.outputs)
        } catch {
            return .failed(error.message)
        }
        do throws(InferenceError) {
            return verdict(on: try candidate.run(inputs, outputs: outputs))
        } catch {
            return .failed("\(error)")
        }
    }

    private func verdict(on results: [Tensor]) -> Verdict {
        switch answer {
        case .outputs(let tensors): return .compared(Comparison(tensors, results), results: results)
        case .score(let score, let threshold, let candidateThreshold):
            guard let own = results.first?.firstNumber else { return .failed("it gives no score") }
            let comparison = Comparison(
                score: score,
                threshold: threshold,
                candidate: own,
                candidateThreshold: candidateThreshold
            )
            return .compared(comparison, results: results)
        }
    }
}

extension Tensor {
    /// The first of its floats.
    var firstNumber: Double? {
        values(as: Float.self)?.first.map(Double.init) ?? values(as: Double.self)?.first
    }
}
