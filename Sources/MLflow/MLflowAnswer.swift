import Foundation

/// An answer of MLflow that is no success, read.
struct MLflowAnswer {
    private struct Document: Decodable {
        let error_code: String?
        let message: String?
    }

    let status: Int
    private let document: Document?
    private let body: [UInt8]

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
        document = try? JSONDecoder().decode(Document.self, from: Data(body))
    }

    /// What is to be said and done about it.
    func error(_ reference: MLflowReference) -> MLflowError {
        MLflowError(code, "\(reference): \(advice(reference))\(reason)", isPassing: status >= 500 || status == 429)
    }

    /// Said of an answer that is a page for people.
    static func pageHint(_ body: [UInt8]) -> String {
        let start = String(decoding: body.prefix(512), as: UTF8.self).lowercased()
        return start.contains("<html") || start.contains("<!doctype") ? " but a web page" : ""
    }

    private var code: String {
        document?.error_code.map { String($0.prefix(64)) } ?? "HTTP\(status)"
    }

    private var reason: String {
        let said = (document?.message ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300)
        return said.isEmpty ? "" : " (\(said))"
    }

    private func advice(_ reference: MLflowReference) -> String {
        switch (status, code) {
        case (401, _): "the MLflow server wants a token, or a name and a password, and these are missing or wrong"
        case (403, _) where isAboutHost:
            "the MLflow server does not accept the name it is called by; start it with --allowed-hosts and this name"
        case (403, _): "the MLflow server refused access; check what the user or the token may read"
        case (400, _) where reference.isAlias && isAboutAlias:
            "the model has no such alias; check it, or set it in the registry"
        case (404, "HTTP404"):
            "the MLflow server does not know the call\(Self.pageHint(body).replacing(" but", with: ": it answers")); check "
                + "the URL, expected that of an MLflow tracking server"
        case (404, _), (400, "RESOURCE_DOES_NOT_EXIST"): "there is no such thing in the registry; check the name"
        case (503, _): "the MLflow server does not serve artifacts, or not now; start it with --serve-artifacts"
        default: "the MLflow server answered \(status) \(code)"
        }
    }

    /// The server tells this in plain text.
    private var isAboutHost: Bool {
        String(decoding: body.prefix(512), as: UTF8.self).lowercased().contains("host")
    }

    private var isAboutAlias: Bool { document?.message?.lowercased().contains("alias") == true }
}

extension MLflowReference {
    /// True for `models:/name@alias`.
    fileprivate var isAlias: Bool {
        if case .alias = self { true } else { false }
    }
}
