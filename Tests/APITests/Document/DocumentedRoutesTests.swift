import Hummingbird
import OpenInference
import Testing

@testable import API

@Suite struct DocumentedRoutesTests {
    private struct NoSourcing: ModelSourcing {
        func source(_ model: String) async throws(SourcingError) -> SourcedModel {
            throw SourcingError(.notReady, "no")
        }
    }

    private struct NoScoring: SeriesScoring {
        func score(_ csv: [UInt8], model: String?) async throws(InferError) -> ScoredSeries {
            throw InferError(.notReady, "no")
        }
    }

    @Test("[openapi-2] every route of inference and of the systems that users come from is documented")
    func routes() throws {
        let router = Router(context: APIContext.self)
        let models = StandInModels([:])
        let groups: [any RouteGroup] = [
            InferenceRoutes(models: models, version: "1", limits: RequestLimits(), nonFinite: .error),
            AgentRoutes(sourcing: NoSourcing()), PredictionRoutes(models: models),
            SeriesRoutes(scoring: NoScoring(), limit: 1),
        ]
        for group in groups { group.add(to: router) }
        let differences = try DocumentedRoutes().differences(from: router)
        #expect(differences.filter { $0.hasPrefix("not documented") } == [])
        let elsewhere = ["/api/", "/metrics", "/docs", "/openapi.json"]
        let missing = differences.filter { line in
            line.hasPrefix("not served") && !line.hasSuffix(" /") && !elsewhere.contains { line.contains($0) }
        }
        #expect(missing == [])
    }

    @Test("[openapi-2] a route that one side lacks is told")
    func differences() throws {
        let router = Router(context: APIContext.self)
        router.get("/ping") { _, _ in "pong" }
        router.get("/v2/models/:m") { _, _ in "" }
        router.delete("/ping") { _, _ in "" }
        router.head("/status") { _, _ in "" }
        router.get("/docs/reference.js") { _, _ in "" }
        let differences = try DocumentedRoutes().differences(from: router)
        #expect(differences.first == "not documented: DELETE /ping")
        #expect(differences.contains("not served: GET /status"))
        #expect(
            !differences.contains {
                $0.contains("GET /ping") || $0.hasSuffix("GET /v2/models/{}") || $0.contains("reference.js")
            }
        )
    }
}
