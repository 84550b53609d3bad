import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Answers every request: says who asks, has the routes answer, and makes errors look alike.
struct APIResponder: HTTPResponder {
    private let routes: RouterResponder<APIContext>
    private let allowed: AllowedMethods
    private let access: Access
    private let bodyLimit: Int
    private let logger: Logger

    init(router: Router<APIContext>, access: Access, bodyLimit: Int, logger: Logger) {
        routes = router.buildResponder()
        allowed = AllowedMethods(of: router)
        self.access = access
        self.bodyLimit = bodyLimit
        self.logger = logger
    }

    func respond(to request: Request, context: APIContext) async throws -> Response {
        var response: Response
        do {
            try RequestTarget.check(request.head.path)
            var context = context
            try access.identify(request, &context)
            response = try await routes.respond(to: request, context: context)
            if response.status.code >= 400 { response = try complete(response, request, context) }
        } catch {
            response = try refusal(error, request).response(from: request, context: context)
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Errors of the router have no words.
    private func complete(_ response: Response, _ request: Request, _ context: APIContext) throws -> Response {
        guard response.body.contentLength == 0 else { return response }
        let methods = response.status == .notFound ? allowed.methods(of: request.uri.path) : []
        let refusal =
            switch response.status {
            case .notFound where !methods.isEmpty && !methods.contains(request.method.rawValue):
                Refusal(
                    .methodNotAllowed,
                    "\(request.method.rawValue) is not for this path; it takes \(methods.joined(separator: ", "))",
                    headers: [.allow: methods.joined(separator: ", ")]
                )
            case .notFound: Refusal(.notFound, "there is nothing at this path; /docs lists what there is")
            default: Refusal(response.status, response.status.reasonPhrase, headers: response.headers.withoutLength)
            }
        return try refusal.response(from: request, context: context)
    }

    /// What is said of an error; one that nobody foresaw is logged under a number that whoever asks can name.
    private func refusal(_ error: any Error, _ request: Request) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let error as RequestError: return Refusal(error)
        case let error as HTTPError: return Refusal(error.status, error.body ?? error.status.reasonPhrase)
        case is HTTPParserError: return Refusal(.badRequest, "the body is malformed or ends too early")
        case is CancellationError: return Refusal(.serviceUnavailable, "the server ends; ask again")
        default:
            let trace = String(UInt64.random(in: .min ... .max), radix: 16)
            logger.error(
                "a request failed in a way that nobody foresaw",
                metadata: ["trace": "\(trace)", "reason": "\(error)", "method": "\(request.method)"]
            )
            return Refusal(.internalServerError, "this failed here; the log has more under trace \(trace)")
        }
    }
}

extension HTTPFields {
    fileprivate var withoutLength: HTTPFields {
        var fields = self
        fields[.contentLength] = nil
        fields[.contentType] = nil
        return fields
    }
}
