import OpenInference
import Tensors

/// Marram's codec as the benchmark uses it; the one file here that knows its interface.
struct MarramCodec {
    private let decoder = RequestDecoder(limits: RequestLimits(bytes: .max))
    private let response: InferResponse?
    private var request = InferRequest()
    private var answer: [UInt8] = []

    /// Makes a codec that can write an answer of `values`.
    init(answering values: [Float] = []) {
        response = Shape([1, values.count])
            .flatMap { Tensor(name: "probabilities", shape: $0, values) }
            .map {
                InferResponse(
                    model: AnsweringModel(name: "iris", version: "1"),
                    id: Array("0000000000000007".utf8),
                    outputs: [$0]
                )
            }
    }

    /// Reads a request into the one read before, as the component does; returns the number of its elements.
    mutating func decode(_ body: [UInt8]) throws -> Int {
        try unsafe decoder.decode(body.span.bytes, encoding: .json, inputs: [], into: &request)
        return request.inputs.reduce(0) { $0 + $1.shape.count }
    }

    /// Writes the answer into bytes that are kept; returns how many they are.
    mutating func encode() throws -> Int {
        answer.removeAll(keepingCapacity: true)
        try response?.encode(into: &answer)
        return answer.count
    }
}
