import HTTPTypes
import Hummingbird

/// An answer that tells why there is no other: `{"error": reason}`.
struct Refusal: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    /// What was expected, and how to mend it.
    let reason: String
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ reason: String, headers: HTTPFields = [:]) {
        self.status = status
        self.reason = reason
        self.headers = headers
    }

    /// Nobody has said who he is.
    static var unknown: Refusal {
        Refusal(
            .unauthorized,
            "log in, or send a token: 'Authorization: Bearer TOKEN'",
            headers: [.wwwAuthenticate: "Bearer realm=\"marram\""]
        )
    }

    /// Too much was asked; `seconds` is how long to wait.
    static func tooMany(_ reason: String, retryAfter seconds: Int) -> Refusal {
        Refusal(.tooManyRequests, reason, headers: [.retryAfter: "\(max(1, seconds))"])
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try Response(status: status, json: ["error": reason])
        response.headers.append(contentsOf: headers)
        return response
    }
}
