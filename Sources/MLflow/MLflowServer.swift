import Foundation
import Transfer

/// A registry's URLs, and requests to them with what proves the client.
struct MLflowServer: Sendable {
    /// Without a slash at its end.
    let base: String
    let origin: WebOrigin
    private let authorization: HTTPRequest.Header?

    init(base: String, authentication: MLflowAuthentication) throws(MLflowError) {
        guard let origin = (try? WebAddress(base))?.origin, !base.contains("?"), !base.contains("#")
        else {
            throw MLflowError(
                "URL",
                "the URL of the MLflow server cannot be used; expected http:// or https://, a host, and neither a user nor "
                    + "a query, such as https://mlflow.example:5000"
            )
        }
        self.origin = origin
        self.base = String(base.reversed().drop { $0 == "/" }.reversed())
        authorization = try Self.header(authentication)
    }

    /// A request to `/api/2.0/mlflow`.
    func call(_ call: String, _ query: [(String, String)]) -> HTTPRequest {
        let parameters = query.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }
        return request("\(base)/api/2.0/mlflow/\(call)?" + parameters.joined(separator: "&"))
    }

    /// A request for what is in a folder of the server's artifacts.
    func listing(_ folder: String) -> HTTPRequest {
        request("\(base)/api/2.0/mlflow-artifacts/artifacts?path=\(PercentEncoding.encode(folder))")
    }

    /// A request for a file among the server's artifacts.
    func artifact(_ path: String) -> HTTPRequest {
        request("\(base)/api/2.0/mlflow-artifacts/artifacts/\(PercentEncoding.encodePath(path))")
    }

    private func request(_ url: String) -> HTTPRequest {
        HTTPRequest("GET", url, headers: authorization.map { [$0] } ?? [])
    }

    private static func header(_ authentication: MLflowAuthentication) throws(MLflowError) -> HTTPRequest.Header? {
        switch authentication {
        case .none: return nil
        case .bearer(let token):
            guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw MLflowError(
                    "Authentication",
                    "the token for the MLflow server is empty, or has spaces or line breaks in it"
                )
            }
            return HTTPRequest.Header("Authorization", "Bearer \(token)")
        case .basic(let user, let password):
            guard !user.isEmpty, !user.contains(":") else {
                throw MLflowError(
                    "Authentication",
                    "the user name for the MLflow server is empty, or has a colon in it"
                )
            }
            return HTTPRequest.Header(
                "Authorization",
                "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
            )
        }
    }
}
