import Anomaly
import MQTT
import OpenInference
import Telemetry
import Tensors

/// Writes a binding's predictions as JSON; all that stays the same is written once.
struct PredictionWriter {
    /// Where they go.
    let topic: TopicName
    private let binding: [UInt8]
    private let model: [UInt8]
    private let threshold: [UInt8]

    init(_ fit: FittedBinding, topic: TopicName, model hosted: HostedModel) {
        self.topic = topic
        var binding: [UInt8] = []
        binding.appendRaw(#"","binding":"#)
        binding.appendQuoted(fit.settings.name.description)
        binding.appendRaw(#","key":"#)
        self.binding = binding
        var model: [UInt8] = []
        model.appendRaw(#","model":"#)
        model.appendQuoted(hosted.name.description)
        model.appendRaw(#","version":"#)
        model.appendQuoted(hosted.version)
        self.model = model
        var threshold: [UInt8] = []
        threshold.appendRaw(#","threshold":"#)
        threshold.appendNumber(fit.rule?.threshold ?? 0)
        threshold.appendRaw(#","anomaly":"#)
        self.threshold = threshold
    }

    /// A prediction with a score that was judged, without the closing brace.
    func document(key: [UInt8], score: Double, isAnomalous: Bool, time: Timestamp, now: Timestamp) -> [UInt8] {
        var bytes = head(key: key, now: now)
        bytes.appendRaw(#","score":"#)
        bytes.appendNumber(score)
        bytes.append(contentsOf: threshold)
        bytes.appendRaw(isAnomalous ? "true" : "false")
        end(&bytes, time)
        return bytes
    }

    /// A prediction with a model's outputs, or one row of them, without the closing brace.
    ///
    /// - Throws: `internal` for an output that JSON cannot hold.
    func document(
        key: [UInt8],
        outputs: [Tensor],
        row: Range<Int>?,
        nonFinite: NonFinitePolicy,
        time: Timestamp,
        now: Timestamp
    ) throws(InferError) -> [UInt8] {
        var bytes = head(key: key, now: now)
        bytes.appendRaw(#","outputs":["#)
        try bytes.appendOutputs(outputs, rows: row, nonFinite: nonFinite)
        bytes.appendRaw("]")
        end(&bytes, time)
        return bytes
    }

    private func head(key: [UInt8], now: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320)
        bytes.appendRaw(#"{"v":1,"time":""#)
        now.append(to: &bytes)
        bytes.append(contentsOf: binding)
        bytes.append(contentsOf: key)
        bytes.append(contentsOf: model)
        return bytes
    }

    private func end(_ bytes: inout [UInt8], _ time: Timestamp) {
        bytes.appendRaw(#","source_time":""#)
        time.append(to: &bytes)
        bytes.appendRaw(#"""#)
    }
}
