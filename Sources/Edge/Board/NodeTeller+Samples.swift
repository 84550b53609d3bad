import Anomaly
import Monitoring
import OpenInference
import Telemetry
import Tensors

/// Samples of predictions.
extension NodeTeller {
    /// Most bytes of tensors that are written as JSON for a sample.
    private static let mostTensorBytes = 2048

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
        sample.request = Self.request(member.request.inputs)
        sample.response = Self.response(response)
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
        sample.request = window.flatMap { Self.request([$0]) }
        if !outputs.isEmpty {
            sample.response = Self.response(InferResponse(model: fit.model.answering, outputs: outputs))
        }
        note(sample)
    }

    private static func request(_ inputs: [Tensor]) -> [UInt8]? {
        guard inputs.reduce(0, { $0 + $1.bytes.count }) <= mostTensorBytes else { return nil }
        var bytes: [UInt8] = []
        do throws(InferError) {
            try InferRequest(inputs: inputs).encode(into: &bytes)
        } catch {
            // A number that JSON does not have: it is shown without.
            return nil
        }
        return bytes.count <= PredictionSample.mostBytes ? bytes : nil
    }

    private static func response(_ response: InferResponse) -> [UInt8]? {
        let size = response.outputs.reduce(0) { total, tensor in
            total
                + (response.rows.map { $0.count * tensor.bytes.count / max(1, tensor.shape.rows ?? 1) }
                    ?? tensor.bytes.count)
        }
        guard size <= mostTensorBytes else { return nil }
        var bytes: [UInt8] = []
        do throws(InferError) {
            try response.encode(nonFinite: .null, into: &bytes)
        } catch {
            return nil
        }
        return bytes.count <= PredictionSample.mostBytes ? bytes : nil
    }
}
