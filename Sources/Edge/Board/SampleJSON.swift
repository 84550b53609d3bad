import Monitoring
import OpenInference
import Tensors

/// What was asked and what was said as JSON, as long as it is short enough to be kept for whoever looks.
enum SampleJSON {
    /// Most bytes of tensors that are written.
    private static let mostTensorBytes = 2048

    /// What may be asked again; nil where it is too large, or has a number that JSON does not have.
    static func request(_ inputs: [Tensor]) -> [UInt8]? {
        guard inputs.reduce(0, { $0 + $1.bytes.count }) <= mostTensorBytes else { return nil }
        var bytes: [UInt8] = []
        do throws(InferError) {
            try InferRequest(inputs: inputs).encode(into: &bytes)
        } catch {
            return nil
        }
        return bytes.count <= PredictionSample.mostBytes ? bytes : nil
    }

    /// An answer, `null` for numbers that JSON does not have; nil where it is too large.
    static func response(_ response: InferResponse) -> [UInt8]? {
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

    /// The score of a window, `null` where it is no number.
    static func score(_ score: Double, threshold: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendRaw(#"{"score":"#)
        if score.isFinite { bytes.appendNumber(score) } else { bytes.appendRaw("null") }
        if threshold.isFinite {
            bytes.appendRaw(#","threshold":"#)
            bytes.appendNumber(threshold)
        }
        bytes.appendRaw("}")
        return bytes
    }
}
