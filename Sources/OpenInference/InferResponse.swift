public import Tensors

/// The answer to a request that was computed.
public struct InferResponse: Sendable {
    /// The model that computed it.
    public let modelName: String
    /// The version that computed it.
    public let modelVersion: String?
    /// The request's `id`, where it had one.
    public let id: String?
    /// The results.
    public let outputs: [Tensor]
    /// How long it took, in microseconds; nil leaves it out.
    public let latencyMicroseconds: Int?

    /// Makes an answer.
    public init(
        modelName: String,
        modelVersion: String? = nil,
        id: String? = nil,
        outputs: [Tensor],
        latencyMicroseconds: Int? = nil
    ) {
        self.modelName = modelName
        self.modelVersion = modelVersion
        self.id = id
        self.outputs = outputs
        self.latencyMicroseconds = latencyMicroseconds
    }

    /// Appends the answer as JSON of the Open Inference Protocol; data is flat, in row-major order.
    ///
    /// - Throws: `internal` for an output that is NaN or infinite; `bytes` then stays as it was.
    public func encode(into bytes: inout [UInt8]) throws(InferError) {
        let start = bytes.count
        bytes.appendRaw(#"{"model_name":"#)
        bytes.appendQuoted(modelName)
        if let modelVersion {
            bytes.appendRaw(#","model_version":"#)
            bytes.appendQuoted(modelVersion)
        }
        if let id {
            bytes.appendRaw(#","id":"#)
            bytes.appendQuoted(id)
        }
        bytes.appendRaw(#","outputs":["#)
        for (index, output) in outputs.enumerated() {
            if index > 0 { bytes.append(Ascii.comma) }
            do {
                try output.encode(into: &bytes)
            } catch {
                bytes.removeSubrange(start...)
                throw error
            }
        }
        bytes.append(Ascii.closeBracket)
        if let latencyMicroseconds {
            bytes.appendRaw(#","parameters":{"latency_us":"#)
            bytes.appendNumber(Int64(latencyMicroseconds))
            bytes.append(Ascii.closeBrace)
        }
        bytes.append(Ascii.closeBrace)
    }
}
