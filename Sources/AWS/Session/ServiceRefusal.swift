import Foundation
import Transfer

/// An answer in JSON that is no success, read.
struct ServiceRefusal {
    private struct Body: Decodable {
        struct Field: Decodable {
            let name: String?
            let message: String?
        }

        let message: String?
        let Message: String?
        let __type: String?
        let code: String?
        let reason: String?
        let fields: [Field]?
    }

    /// The service's own word, without a namespace; made from the status where it sends none.
    let code: String
    private let status: Int
    private let message: String
    private let fields: [AWSError.Field]
    private let retryAfter: Duration?

    init(_ response: HTTPResponse) {
        let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
        let name = response.header("x-amzn-errortype") ?? body?.__type ?? body?.code ?? ""
        let plain = name.prefix { $0 != ":" }.split(separator: "#").last.map(String.init) ?? ""
        let isName = (1...100).contains(plain.utf8.count) && plain.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        code = isName ? plain : "HTTP\(response.status)"
        status = response.status
        message = Self.singleLine(body?.message ?? body?.Message ?? "", limit: 1000)
        fields = (body?.fields ?? []).prefix(50).map { field in
            AWSError.Field(
                name: Self.singleLine(field.name ?? "", limit: 200),
                message: Self.singleLine(field.message ?? "", limit: 300)
            )
        }
        retryAfter = response.header("retry-after").flatMap(RetryAfter.read)
    }

    /// What is to be said and done about it.
    func error(of call: ServiceCall, hiding keys: Credentials) -> AWSError {
        // Where a signature is refused, the message may quote the whole request, and with it the token.
        let said = Self.signatureCodes.contains(code) ? "" : Self.hiding(keys, in: message)
        let listed = fields.filter { !message.contains($0.message) || !message.contains($0.name) }
        let details = listed.map { "; \($0.name): \($0.message)" }.joined()
        let quote = said.isEmpty ? "" : " (\(said))"
        return AWSError(
            code,
            "\(call.title): \(advice(call))\(quote)\(Self.hiding(keys, in: details))",
            isPassing: isPassing,
            status: status,
            fields: fields.map { .init(name: $0.name, message: Self.hiding(keys, in: $0.message)) },
            retryAfter: retryAfter
        )
    }

    /// True when the same request may succeed later: the service wants fewer of them, has failed itself, or is still at
    /// work on it.
    var isPassing: Bool {
        Self.passingCodes.contains(code) || status == 429 || status >= 500 && status != 501 && status != 505
    }

    private func advice(_ call: ServiceCall) -> String {
        switch code {
        case "AccessDeniedException", "AccessDenied", "NotAuthorized", "UnauthorizedOperation":
            "AWS refused it; give the caller the permission \(call.permission)"
        case "ServiceQuotaExceededException", "LimitExceededException", "ResourceLimitExceeded":
            "a quota of the account is used up; delete what is not needed, or have the quota raised"
        case "ConflictException", "ConflictError":
            "it is in conflict with what is there already"
        case "ResourceNotFoundException": "there is no such thing in this account and region"
        case "ValidationException", "ValidationError": validationAdvice
        case "UnrecognizedClientException", "InvalidClientTokenId": "AWS does not know the keys; check the credentials"
        case "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignatureException":
            "the signature is not accepted; check the secret key, and this machine's clock"
        case "RequestExpired", "RequestTimeTooSkewed": "this machine's clock is wrong; set it"
        case let code where AWSError.endedKeys.contains(code): "the temporary keys have ended; sign in again"
        case let code where Self.passingCodes.contains(code) || status == 429:
            "AWS asks for fewer requests; try again later"
        default: "\(call.service.rawValue) answered \(status) \(code)"
        }
    }

    private var validationAdvice: String {
        message.contains("cannot be accessed") || message.contains("artifact resource")
            ? "an artifact cannot be read; it must be there, and the caller must be able to read it: s3:GetObject on the "
                + "object, kms:Decrypt where its bucket is encrypted with a key of one's own, and for another account's "
                + "bucket that bucket's policy"
            : "the request is not valid"
    }

    /// What services say when the same request may succeed later.
    static let passingCodes: Set<String> = [
        "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown", "LimitExceeded",
        "ProvisionedThroughputExceededException", "TransactionInProgressException", "PriorRequestNotComplete",
        "RequestAlreadyInProgressException", "RequestTimeout", "RequestTimeoutException", "InternalServerException",
        "InternalServerError", "InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException",
        "EC2ThrottledException",
    ]

    /// What they say of a signature that is not theirs.
    static let signatureCodes: Set<String> = [
        "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignatureException",
    ]

    /// The text without the secret parts of the keys, should the service quote them.
    static func hiding(_ keys: Credentials, in text: String) -> String {
        [keys.secretAccessKey, keys.sessionToken ?? ""].filter { $0.utf8.count >= 4 }
            .reduce(text) { $0.replacingOccurrences(of: $1, with: "…") }
    }

    private static func singleLine(_ text: String, limit: Int) -> String {
        let printable = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }
        return String(printable.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(limit))
    }
}
