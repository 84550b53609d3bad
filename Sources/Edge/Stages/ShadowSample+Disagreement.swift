import Monitoring
import OpenInference
import Telemetry

extension ShadowSample {
    /// Most characters of why a candidate could not answer.
    private static let mostCharacters = 300

    /// What is kept of the two answers; nil where they agree, which costs nothing.
    ///
    /// - Parameters:
    ///   - number: the number of the comparison.
    ///   - verdict: what came of it.
    ///   - model: the model's name.
    ///   - candidate: the candidate's version.
    ///   - clock: says when it is.
    /// - Returns: both answers with their input, as far as they are short.
    func disagreement(
        _ number: Int,
        _ verdict: Verdict,
        of model: String,
        version candidate: String,
        _ clock: WallClock
    ) -> Disagreement? {
        if case .compared(let comparison, _) = verdict, comparison.agrees { return nil }
        var found = Disagreement(number: number, time: clock.now().rfc3339)
        found.binding = binding?.description
        found.request = SampleJSON.request(inputs)
        switch answer {
        case .outputs(let tensors):
            let active = AnsweringModel(name: model, version: version)
            found.served = SampleJSON.response(InferResponse(model: active, outputs: tensors))
        case .score(let score, let threshold, _): found.served = SampleJSON.score(score, threshold: threshold)
        }
        switch verdict {
        case .failed(let reason): found.failure = String(reason.prefix(Self.mostCharacters))
        case .compared(let comparison, let results):
            found.largestDifference = comparison.largestDifference
            switch answer {
            case .outputs:
                let other = AnsweringModel(name: model, version: candidate)
                found.candidate = SampleJSON.response(InferResponse(model: other, outputs: results))
            case .score(_, _, let threshold):
                found.candidate = SampleJSON.score(results.first?.firstNumber ?? .nan, threshold: threshold)
            }
        }
        return found
    }
}
