import Anomaly
import Monitoring
import OpenInference
import Telemetry
import Tensors

/// Samples of predictions.
extension NodeTeller {
    /// Shows the first request of a batch that has run.
    func show(_ batch: Batch<PendingRequest>, of model: HostedModel) {
        guard wantsSample, let member = batch.members.first, let outcome = batch.outcomes.first,
            let delivery = member.delivery
        else { return }
        var response = InferResponse(model: model.answering, id: member.request.id, outputs: batch.results)
        switch outcome {
        case .whole: break
        case .rows(let rows): response.rows = rows
        case .alone(let tensors): response.outputs = tensors
        case .failed: return
        }
        let latency = (ContinuousClock.now - delivery.arrival).microseconds
        response.latencyMicroseconds = latency
        var sample = PredictionSample(
            time: clock.now().rfc3339,
            source: delivery.isVisit ? .http : .mqtt,
            model: model.name.description,
            version: model.version
        )
        sample.id = member.request.id.map { String(decoding: $0, as: UTF8.self) }
        sample.latencyMicroseconds = latency
        sample.request = SampleJSON.request(member.request.inputs)
        sample.response = SampleJSON.response(response)
        note(sample)
    }

    /// Shows a window that was judged, or whose outputs are given.
    func show(
        _ window: Tensor?,
        of fit: HostedFit,
        key: [UInt8],
        at time: Timestamp,
        score: Double? = nil,
        isAnomalous: Bool? = nil,
        outputs: [Tensor] = []
    ) {
        var sample = PredictionSample(
            time: clock.now().rfc3339,
            source: .telemetry,
            model: fit.model.name.description,
            version: fit.model.version
        )
        sample.binding = fit.binding.name.description
        sample.key = key
        sample.score = score
        sample.isAnomalous = isAnomalous
        sample.threshold = score == nil ? nil : fit.fit.rule?.threshold
        sample.sourceTime = time.rfc3339
        sample.request = window.flatMap { SampleJSON.request([$0]) }
        if !outputs.isEmpty {
            sample.response = SampleJSON.response(InferResponse(model: fit.model.answering, outputs: outputs))
        }
        note(sample)
    }
}
