import Archive
import Foundation
import OpenInference

@testable import API

/// The protocol's routes before models of the test's own.
enum InferenceScene {
    static func serving(
        limit: Int = 1 << 20,
        nonFinite: NonFinitePolicy = .error,
        _ body: @escaping @Sendable (RoutedServer, FakeServing) async throws -> Void
    ) async throws {
        let models = FakeServing()
        let routes = InferenceRoutes(
            models: models,
            version: "1.2.3",
            limits: RequestLimits(bytes: limit, elements: 1000, depth: 16),
            nonFinite: nonFinite
        )
        try await RoutedServer.serving([routes]) { server in try await body(server, models) }
    }

    /// A request of rows of two numbers.
    static func body(_ data: String = "[1,2]", shape: String = "[1,2]", more: String = "") -> String {
        #"{\#(more)"inputs":[{"name":"x","shape":\#(shape),"datatype":"FP32","data":\#(data)}]}"#
    }

    /// A request with its two numbers behind the JSON.
    static func binary(
        _ numbers: [Float],
        output: String = #""parameters":{"binary_data_output":true}"#
    ) -> (json: Int, bytes: [UInt8]) {
        let size = numbers.count * 4
        let json =
            #"{"inputs":[{"name":"x","shape":[\#(numbers.count / 2),2],"datatype":"FP32","#
            + #""parameters":{"binary_data_size":\#(size)}}],\#(output)}"#
        return (json.utf8.count, Array(json.utf8) + bytes(numbers))
    }

    static func bytes(_ numbers: [Float]) -> [UInt8] {
        numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
    }
}

extension RoutedServer.Answer {
    var object: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:] }

    var array: [[String: Any]] { (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] ?? [] }

    /// The numbers of the first output.
    var data: [Double]? { (object["outputs"] as? [[String: Any]])?.first?["data"] as? [Double] }
}
