import Foundation
import HTTPTypes
public import Hummingbird
import NIOCore
public import OpenInference

/// Routes of the CLARUS agent: whether it lives, and a model fetched from its source.
public struct AgentRoutes: RouteGroup {
    private let sourcing: any ModelSourcing

    /// Makes them of what brings models into service.
    public init(sourcing: any ModelSourcing) { self.sourcing = sourcing }

    /// Adds them to those that are served.
    public func add(to router: Router<APIContext>) {
        router.get("/clarus/v1/agent/ping") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "pong"))
            )
        }
        router.put("/clarus/v1/agent/modelinference/{dataset}") { _, context in
            try context.require(.operator)
            return try await source(context.parameters.require("dataset"))
        }
    }

    private struct Document: Encodable {
        let dataset: String
        let version: String
        let sha256: String
        let files: [String]
        let state: String
    }

    private func source(_ written: String) async throws -> Response {
        let dataset = written.removingPercentEncoding ?? written
        let model: SourcedModel
        do throws(SourcingError) {
            model = try await sourcing.source(dataset)
        } catch {
            throw Refusal(Self.status(error.code), error.message, headers: Self.headers(error.code))
        }
        return try Response(
            json: Document(
                dataset: model.name,
                version: model.version,
                sha256: model.sha256,
                files: model.files,
                state: model.standing.rawValue
            )
        )
    }

    static func status(_ code: SourcingError.Code) -> HTTPResponse.Status {
        switch code {
        case .unknownModel: .notFound
        case .busy: .conflict
        case .source: .badGateway
        case .late: .gatewayTimeout
        case .notReady: .serviceUnavailable
        case .failed: .internalServerError
        }
    }

    private static func headers(_ code: SourcingError.Code) -> HTTPFields {
        switch code {
        case .busy, .late, .notReady: [.retryAfter: "5"]
        case .unknownModel, .source, .failed: [:]
        }
    }
}
