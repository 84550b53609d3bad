import Hummingbird
import OpenInference

/// What there is to know of models.
extension InferenceRoutes {
    /// `GET /v2/models/{m}[/versions/{v}]`.
    @Sendable func metadata(_ request: Request, context: APIContext) async throws -> Response {
        let (model, version) = try await served(context)
        return try Response(json: ModelMetadata(model, version))
    }

    /// `GET …/ready`.
    @Sendable func readiness(_ request: Request, context: APIContext) async throws -> Response {
        let (model, _) = try await served(context)
        return try Response(json: ModelReadiness(name: model.name, ready: true))
    }

    /// `GET …/config`.
    @Sendable func configuration(_ request: Request, context: APIContext) async throws -> Response {
        let (model, version) = try await served(context)
        return try Response(json: ModelConfiguration(model, version))
    }

    /// `GET …/stats`.
    @Sendable func statistics(_ request: Request, context: APIContext) async throws -> Response {
        try context.require(.reader)
        let target = try ModelTarget(context)
        let model = try await refusing { () async throws(InferError) in try await models.model(target.model) }
        let versions =
            try await target.version == nil
            ? model.versions
            : [refusing { () async throws(InferError) in try model.version(target.version) }]
        return try Response(json: StatisticsList(versions.map { ModelCounts(model, $0) }))
    }

    /// `GET /v2/models/stats`.
    @Sendable func allStatistics(_ request: Request, context: APIContext) async throws -> Response {
        try context.require(.reader)
        let all = try await refusing { () async throws(InferError) in try await models.models() }
        return try Response(
            json: StatisticsList(all.flatMap { model in model.versions.map { ModelCounts(model, $0) } })
        )
    }

    /// The model and the version that a path names, both serving.
    private func served(_ context: APIContext) async throws -> (ServedModel, ServedVersion) {
        try context.require(.reader)
        let target = try ModelTarget(context)
        return try await refusing { () async throws(InferError) in
            let model = try await models.model(target.model)
            return (model, try model.version(target.version))
        }
    }
}
