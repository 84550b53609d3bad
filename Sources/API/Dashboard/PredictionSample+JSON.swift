import Monitoring
import OpenInference

extension [UInt8] {
    /// Appends a sample as a JSON object.
    mutating func append(_ sample: PredictionSample) {
        appendRaw(#"{"n":"#)
        appendNumber(sample.number)
        appendText("time", sample.time)
        appendText("source", sample.source.rawValue)
        appendText("model", sample.model)
        appendText("version", sample.version)
        appendText("binding", sample.binding)
        appendMember("key", sample.key)
        appendNumber("score", sample.score)
        appendNumber("threshold", sample.threshold)
        if let isAnomalous = sample.isAnomalous {
            appendRaw(isAnomalous ? #","is_anomalous":true"# : #","is_anomalous":false"#)
        }
        appendText("source_time", sample.sourceTime)
        if let latency = sample.latencyMicroseconds {
            appendRaw(#","latency_us":"#)
            appendNumber(latency)
        }
        appendText("id", sample.id)
        appendMember("request", sample.request)
        appendMember("response", sample.response)
        appendRaw("}")
    }
}
