import OpenInference
import Support
import Testing

@testable import API

@Suite struct AgentRoutesTests {
    /// Answers as a test says, and keeps what was asked.
    private final class StandInSourcing: ModelSourcing {
        let asked = Watched<[String]>([])
        private let result: Result<SourcedModel, SourcingError>

        init(_ result: Result<SourcedModel, SourcingError>) { self.result = result }

        func source(_ model: String) async throws(SourcingError) -> SourcedModel {
            asked.change { $0.append(model) }
            return try result.get()
        }
    }

    private static let model = SourcedModel(
        name: "press",
        version: "8",
        sha256: String(repeating: "ab", count: 32),
        files: ["model.onnx", "baseline.json"],
        standing: .trial
    )

    @Test("[seed-1] GET /clarus/v1/agent/ping is the text pong, for everybody")
    func ping() async throws {
        try await RoutedServer.serving([AgentRoutes(sourcing: StandInSourcing(.success(Self.model)))]) { server in
            let answer = try await server.send("GET", "/clarus/v1/agent/ping")
            #expect(answer.status == 200 && answer.body == "pong")
            #expect(answer.header("Content-Type")?.hasPrefix("text/plain") == true)
        }
    }

    @Test("[seed-2] PUT modelinference answers with what serves once it does")
    func source() async throws {
        let sourcing = StandInSourcing(.success(Self.model))
        try await RoutedServer.serving([AgentRoutes(sourcing: sourcing)]) { server in
            let answer = try await server.send("PUT", "/clarus/v1/agent/modelinference/%70ress")
            let expected =
                #"{"dataset":"press","files":["model.onnx","baseline.json"],"sha256":"\#(Self.model.sha256)","#
                + #""state":"trial","version":"8"}"#
            #expect(answer.status == 200 && answer.body == expected, "\(answer.body)")
        }
        #expect(sourcing.asked.value == ["press"])
    }

    @Test(
        "[seed-2] what keeps a model from serving has a status of its own, with the reason",
        arguments: zip(SourcingError.Code.allCases, [404, 409, 502, 504, 503, 500])
    )
    func refusals(code: SourcingError.Code, status: Int) async throws {
        let sourcing = StandInSourcing(.failure(SourcingError(code, "because")))
        try await RoutedServer.serving([AgentRoutes(sourcing: sourcing)]) { server in
            let answer = try await server.send("PUT", "/clarus/v1/agent/modelinference/press")
            #expect(answer.status == status && answer.error == "because")
            #expect((answer.header("Retry-After") != nil) == [409, 503, 504].contains(status))
        }
    }
}
