import Cryptography
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Logging in and out, and saying who is logged in.
struct AccessRoutes: RouteGroup {
    private static let mostBytes = 4096

    private struct Login: Decodable {
        let token: String
    }

    /// What is said of whoever asks.
    private struct Standing: Encodable {
        let role: Role?
        let name: String?
        let login: Bool

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: Member.self)
            try members.encode(role?.rawValue, forKey: .role)
            try members.encode(name, forKey: .name)
            try members.encode(login, forKey: .login)
        }

        private enum Member: CodingKey { case role, name, login }
    }

    private let access: Access

    init(_ access: Access) { self.access = access }

    func add(to router: Router<APIContext>) {
        router.get("/api/session") { [access] _, context in
            let standing = Standing(role: context.role, name: context.name, login: access.tokens != nil)
            return try Self.fresh(Response(json: standing))
        }
        router.post("/api/login") { [self] request, context in try await login(request, context) }
        router.post("/api/logout") { [access] request, _ in
            if let secret = SessionCookie.secret(in: request.headers[values: .cookie]) {
                access.sessions.end(secret)
            }
            return Response(
                status: .noContent,
                headers: [.setCookie: SessionCookie.text(nil, isSecure: access.isSecure), .cacheControl: "no-store"]
            )
        }
    }

    private func login(_ request: Request, _ context: APIContext) async throws -> Response {
        guard let tokens = access.tokens else {
            throw Refusal(.conflict, "there are no tokens here, so there is nothing to log in to (api.tokens_file)")
        }
        // A form of another site cannot send this type.
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/json" else {
            throw Refusal(.unsupportedMediaType, "expected Content-Type: application/json")
        }
        let address = context.channel.remoteAddress?.ipAddress ?? ""
        try access.logins.check(address)
        let body = try await request.payload(upTo: Self.mostBytes)
        guard let login = try? JSONDecoder().decode(Login.self, from: Data(body.readableBytesView)) else {
            throw Refusal(.badRequest, "expected {\"token\": \"…\"}")
        }
        guard let entry = tokens.entry(of: login.token) else {
            access.logins.failed(address)
            context.logger.notice("somebody could not log in: the token is not known", metadata: ["from": "\(address)"])
            throw Refusal(.unauthorized, "this token is not known here; 'marram token' makes one")
        }
        var response = try Self.fresh(Response(json: Standing(role: entry.role, name: entry.name, login: true)))
        let secret = access.sessions.begin(entry.digest)
        response.headers[.setCookie] = SessionCookie.text(secret, isSecure: access.isSecure)
        return response
    }

    private static func fresh(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
