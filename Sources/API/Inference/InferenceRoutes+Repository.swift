import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OpenInference

/// Which models there are, and whether they are in service.
extension InferenceRoutes {
    /// `POST /v2/repository[/{r}]/index`.
    @Sendable func index(_ request: Request, context: APIContext) async throws -> Response {
        try context.require(.reader)
        let wish = try await wish(request)
        let all = try await refusing { () async throws(InferError) in try await models.models() }
        let entries = all.filter { wish.ready != true || $0.state == .ready }.flatMap(RepositoryEntry.entries)
        return try Response(json: entries)
    }

    /// `POST /v2/repository[/{r}]/models/{m}/load`.
    @Sendable func load(_ request: Request, context: APIContext) async throws -> Response {
        try context.require(.operator)
        let target = try ModelTarget(context)
        for name in try await wish(request).parameters.keys {
            guard name != "config", !name.hasPrefix("file:") else {
                throw Refusal(
                    .badRequest,
                    "load takes no '\(name.prefix(64))': what serves comes in bundles that are verified; "
                        + "send an update, or load the model without it"
                )
            }
        }
        return try await changed { () async throws(RepositoryError) in try await models.load(target.model) }
    }

    /// `POST /v2/repository[/{r}]/models/{m}/unload`.
    @Sendable func unload(_ request: Request, context: APIContext) async throws -> Response {
        try context.require(.operator)
        let target = try ModelTarget(context)
        _ = try await wish(request)
        return try await changed { () async throws(RepositoryError) in try await models.unload(target.model) }
    }

    private func changed(_ body: () async throws(RepositoryError) -> Void) async throws -> Response {
        do throws(RepositoryError) {
            try await body()
        } catch {
            throw Refusal(error)
        }
        return Response(status: .ok)
    }

    /// What stands in the body; it may be empty.
    private func wish(_ request: Request) async throws -> RepositoryWish {
        let body = try await request.payload(upTo: longestBody)
        guard body.readableBytes > 0 else { return RepositoryWish() }
        do {
            return try JSONDecoder().decode(RepositoryWish.self, from: Data(body.readableBytesView))
        } catch {
            throw Refusal(
                .badRequest,
                "the body is no request of the model repository; expected an object with 'ready' or 'parameters', or nothing"
            )
        }
    }
}

/// What is asked of the repository.
struct RepositoryWish: Decodable {
    /// True: of the index only what is ready.
    var ready: Bool?
    /// Names of parameters; what they say does not count.
    var parameters: [String: Anything] = [:]

    /// A value of any kind.
    struct Anything: Decodable {
        init(from decoder: any Decoder) {}
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        ready = try container.decodeIfPresent(Bool.self, forKey: .ready)
        parameters = try container.decodeIfPresent([String: Anything].self, forKey: .parameters) ?? [:]
    }

    private enum CodingKeys: CodingKey { case ready, parameters }
}

/// A line of the index.
struct RepositoryEntry: Encodable {
    let name: String
    let version: String?
    let state: String
    let reason: String?

    /// A model's lines: one for each version that serves, or one that says why none does.
    static func entries(_ model: ServedModel) -> [RepositoryEntry] {
        let state = model.state.rawValue
        guard !model.versions.isEmpty else {
            return [RepositoryEntry(name: model.name, version: nil, state: state, reason: model.reason)]
        }
        return model.versions.map {
            RepositoryEntry(name: model.name, version: $0.version, state: state, reason: model.reason)
        }
    }
}
