import Foundation
import Hummingbird
import Monitoring
import NIOCore

/// A person's word on models: go back, or confirm.
struct ControlRoutes: RouteGroup {
    private static let mostBytes = 4096

    private struct Order: Decodable {
        let expectedVersion: String?

        enum CodingKeys: String, CodingKey {
            case expectedVersion = "expected_version"
        }
    }

    private struct Done: Encodable {
        let ok = true
        let model: String
        let command: String
    }

    let control: any ModelControl

    func add(to router: Router<APIContext>) {
        for word in [ModelWord.rollback, .confirm] {
            router.post("/api/models/:model/\(word.rawValue)") { request, context in
                try context.require(.operator)
                let model = try context.parameters.require("model")
                return try await carryOut(word, model, request)
            }
        }
    }

    private func carryOut(_ word: ModelWord, _ model: String, _ request: Request) async throws -> Response {
        let order = try await order(request)
        switch await control.carryOut(word, of: model, expecting: order.expectedVersion) {
        case .done: return try Response(json: Done(model: model, command: word.rawValue))
        case .versionChanged(let now):
            let found = now.map { $0.isEmpty ? "one whose version is not known yet" : "version '\($0)'" } ?? "none"
            return try Self.failure(
                .conflict,
                "version_changed",
                "expected version '\(order.expectedVersion ?? "")', there is \(found); look again, then decide"
            )
        case .failed(let code, let reason): return try Self.failure(Self.status(code), code, reason)
        case .unheard:
            return try Self.failure(
                .gatewayTimeout,
                "timeout",
                "nothing was heard of it in time; look at the model's state before you repeat it"
            )
        }
    }

    private func order(_ request: Request) async throws -> Order {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.mostBytes)
        } catch is NIOTooManyBytesError {
            throw Refusal(.contentTooLarge, "the body has more than \(Self.mostBytes) bytes; send \(Self.expectation)")
        }
        guard body.readableBytes > 0 else { return Order(expectedVersion: nil) }
        guard let order = try? JSONDecoder().decode(Order.self, from: Data(body.readableBytesView)) else {
            throw Refusal(.badRequest, "the body cannot be read; send \(Self.expectation)")
        }
        return order
    }

    private static let expectation = #"{"expected_version": "8"}, or nothing"#

    private static func status(_ code: String) -> HTTPResponse.Status {
        switch code {
        case "unknown_model": .notFound
        case "busy", "not_ready", "cancelled": .serviceUnavailable
        case "internal": .internalServerError
        default: .conflict
        }
    }

    private static func failure(_ status: HTTPResponse.Status, _ code: String, _ reason: String) throws -> Response {
        var response = try Response(status: status, json: ["error": reason, "code": code])
        if status == .serviceUnavailable { response.headers[.retryAfter] = "1" }
        return response
    }
}
