import Foundation

/// The same request and answer read and written by Foundation.
struct FoundationCodec {
    private struct Request: Codable {
        let id: String?
        let inputs: [Tensor]
    }

    private struct Answer: Codable {
        let modelName: String
        let modelVersion: String
        let id: String
        let outputs: [Tensor]

        enum CodingKeys: String, CodingKey {
            case modelName = "model_name"
            case modelVersion = "model_version"
            case id, outputs
        }
    }

    private struct Tensor: Codable {
        let name: String
        let shape: [Int]
        let datatype: String
        let data: [Float]
    }

    private struct Reading: Codable {
        let ts: Double
        let v: [String: Double]
    }

    private let decoder = JSONDecoder()
    private let encoder = JSONEncoder()
    private let answer: Answer

    /// Makes a codec that can write an answer of `values`.
    init(answering values: [Float] = []) {
        let output = Tensor(name: "probabilities", shape: [1, values.count], datatype: "FP32", data: values)
        answer = Answer(modelName: "iris", modelVersion: "1", id: "0000000000000007", outputs: [output])
    }

    /// Reads a request; returns the number of its elements.
    func decode(_ body: Data) throws -> Int {
        try decoder.decode(Request.self, from: body).inputs.reduce(0) { $0 + $1.data.count }
    }

    /// Reads a telemetry reading; returns the number of its values.
    func decodeReading(_ body: Data) throws -> Int {
        try decoder.decode(Reading.self, from: body).v.count
    }

    /// Writes the answer; returns how many bytes it has.
    func encode() throws -> Int {
        try encoder.encode(answer).count
    }
}
