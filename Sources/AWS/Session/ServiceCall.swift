import Foundation
import Transfer

/// A request to a service that answers in JSON.
struct ServiceCall {
    /// More than any answer has, in bytes.
    static let answerLimit = 4 << 20

    let service: AWSService
    /// Its operation's name, which is also that of the permission it needs.
    let action: String
    var method = "POST"
    /// From the first slash on, percent-encoded.
    var path = "/"
    var query: [(name: String, value: String)] = []
    var headers: [HTTPRequest.Header] = []
    var body: [UInt8] = []
    /// False where it must not be done twice, and the service does not know it again by a token.
    var isRepeatable = true
    /// What it is about, for errors.
    var subject = ""

    /// The name of the permission.
    var permission: String { "\(service.rawValue):\(action)" }
    /// Action and subject.
    var title: String { subject.isEmpty ? permission : "\(permission) (\(subject))" }

    /// The request, not signed.
    func request(at endpoint: AWSEndpoints.Endpoint) -> HTTPRequest {
        let parameters = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        let tail = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
        var lines = headers + [HTTPRequest.Header("Accept", "application/json")]
        if !body.isEmpty, !lines.contains(where: { $0.name == "Content-Type" }) {
            lines.append(HTTPRequest.Header("Content-Type", "application/json"))
        }
        return HTTPRequest(method, endpoint.url + path + tail, headers: lines, body: body)
    }
}
