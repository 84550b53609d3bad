import OpenInference
import Tensors

/// Marram's codec as the benchmark uses it; the one file here that knows its interface.
struct MarramCodec {
    private let decoder = RequestDecoder(limits: RequestLimits(bytes: .max))
    private let response: InferResponse?
    private var answer: [UInt8] = []

    /// Makes a codec that can write an answer of `values`.
    init(answering values: [Float] = []) {
        response = Shape([1, values.count])
            .flatMap { Tensor(name: "probabilities", shape: $0, elements: .fp32(values)) }
            .map { InferResponse(modelName: "iris", modelVersion: "1", id: "0000000000000007", outputs: [$0]) }
    }

    /// Reads a request; returns the number of its elements.
    func decode(_ body: [UInt8]) throws -> Int {
        let request = try unsafe decoder.decode(body.span.bytes)
        return request.inputs.reduce(0) { $0 + $1.elements.count }
    }

    /// Writes the answer into bytes that are kept; returns how many they are.
    mutating func encode() throws -> Int {
        answer.removeAll(keepingCapacity: true)
        try response?.encode(into: &answer)
        return answer.count
    }
}
