import Foundation
import Transfer

/// An answer of Airflow that is no success, read.
struct AirflowAnswer {
    /// What was asked for.
    enum Purpose {
        case login, trigger, run, dag
    }

    let status: Int
    private let retryAfter: Duration?
    private let text: String?
    private let isPage: Bool

    init(_ response: HTTPResponse) {
        status = response.status
        isPage = Self.isPage(response.body)
        text = (try? JSONDecoder().decode(RefusalDocument.self, from: Data(response.body)))?.text
        retryAfter = response.header("Retry-After").flatMap { Int($0) }.flatMap { seconds in
            seconds >= 0 ? .seconds(min(seconds, 3600)) : nil
        }
    }

    /// True for a page for people.
    static func isPage(_ body: [UInt8]) -> Bool {
        let start = String(decoding: body.prefix(512), as: UTF8.self).lowercased()
        return start.contains("<html") || start.contains("<!doctype")
    }

    /// What is to be said and done about it; `subject` begins the sentence.
    func error(_ subject: String, _ purpose: Purpose, _ interface: AirflowInterface) -> AirflowError {
        AirflowError(
            code,
            "\(subject): \(advice(purpose, interface))\(reason(purpose))",
            isPassing: status >= 500 || status == 429 || status == 408,
            retryAfter: retryAfter
        )
    }

    private var code: AirflowError.Code {
        switch status {
        case 401, 403: .credentials
        case 404, 405: .missing
        case 408, 429, 500...: .unavailable
        case 409: .conflict
        case 300..<400: .invalid
        default: .refused
        }
    }

    /// The server's own words; not for a login, since they may repeat what was sent.
    private func reason(_ purpose: Purpose) -> String {
        guard purpose != .login, let text else { return "" }
        let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        let words = String(scalars).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "" : " (\(words.prefix(300)))"
    }

    /// True where it is not the DAG or the run that is missing.
    private func isUnknownCall(_ purpose: Purpose) -> Bool {
        isPage || purpose == .login || text?.contains("has been removed") ?? true
    }

    private func advice(_ purpose: Purpose, _ interface: AirflowInterface) -> String {
        switch status {
        case 401 where purpose == .login: "the Airflow server does not know this name with this password"
        case 401:
            "the Airflow server wants a token, or a name and a password, and these are missing or wrong"
                + (interface == .v1 ? "; names and passwords need its auth_backends to have basic_auth" : "")
        case 403: "the Airflow server does not take the token any more, or its owner may not do this; check both"
        case 405,
            404 where isUnknownCall(purpose):
            "the Airflow server does not know the call\(isPage ? ": it answers with a web page" : ""); check the URL, and "
                + "whether its interface is \(interface.rawValue) and not \(interface.other.rawValue)"
        case 404 where purpose == .run: "there is no such run any more"
        case 404:
            "there is no such DAG, or its file has errors; check its name, and that Airflow has read its file"
        case 400, 422: "the Airflow server does not take the request"
        case 300..<400: "the Airflow server leads to another URL; give that one"
        case 500...: "the Airflow server answered \(status)\(isPage ? " with a web page" : "")"
        default: "the Airflow server answered \(status)"
        }
    }
}
