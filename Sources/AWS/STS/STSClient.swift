public import Foundation
public import Transfer

/// Asks the Security Token Service for temporary keys.
public struct STSClient: Sendable {
    private let endpoints: AWSEndpoints
    private let region: String
    private let credentials: Credentials?
    private let http: HTTPClient
    private let cancellation: Cancellation?
    private let clock: @Sendable () -> Date

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - endpoints: Where STS is.
    ///   - region: Whose STS.
    ///   - credentials: What requests are signed with; nil: only web identities can be traded in.
    ///   - http: What they are sent with.
    ///   - cancellation: Ends what is under way.
    ///   - clock: Tells the time.
    public init(
        endpoints: AWSEndpoints,
        region: String,
        credentials: Credentials?,
        http: HTTPClient,
        cancellation: Cancellation? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.endpoints = endpoints
        self.region = region
        self.credentials = credentials
        self.http = http
        self.cancellation = cancellation
        self.clock = clock
    }

    /// Keys of a role, given on the strength of the keys that the client has.
    public func assume(_ role: AssumedRole) throws(AWSError) -> Credentials {
        try keys("AssumeRole", parameters(role), isSigned: true)
    }

    /// Keys of a role, given for a token of an identity provider.
    public func assume(_ role: AssumedRole, token: String) throws(AWSError) -> Credentials {
        try keys("AssumeRoleWithWebIdentity", parameters(role) + [("WebIdentityToken", token)], isSigned: false)
    }

    /// Whom the client's keys belong to.
    public func callerIdentity() throws(AWSError) -> CallerIdentity {
        let result = try ask("GetCallerIdentity", [], isSigned: true)
        guard let account = result.text("Account"), let arn = result.text("Arn"), let user = result.text("UserId")
        else {
            throw AWSError("Answer", "STS did not say whom the keys belong to; is it STS that answers?")
        }
        return CallerIdentity(account: account, arn: arn, userID: user)
    }

    private func parameters(_ role: AssumedRole) -> [(String, String)] {
        var parameters = [("RoleArn", role.arn), ("RoleSessionName", role.session)]
        if let seconds = role.seconds { parameters.append(("DurationSeconds", String(seconds))) }
        if let externalID = role.externalID { parameters.append(("ExternalId", externalID)) }
        if let source = role.sourceIdentity { parameters.append(("SourceIdentity", source)) }
        for (number, tag) in role.tags.enumerated() {
            parameters.append(("Tags.member.\(number + 1).Key", tag.key))
            parameters.append(("Tags.member.\(number + 1).Value", tag.value))
        }
        return parameters
    }

    private func keys(_ action: String, _ parameters: [(String, String)], isSigned: Bool) throws(AWSError)
        -> Credentials
    {
        let keys = try ask(action, parameters, isSigned: isSigned).first("Credentials")
        guard let identifier = keys?.text("AccessKeyId"), let secret = keys?.text("SecretAccessKey"),
            let token = keys?.text("SessionToken"), !identifier.isEmpty, !secret.isEmpty,
            let expires = keys?.text("Expiration").flatMap(AmazonDate.read)
        else { throw AWSError("Answer", "STS gave no complete keys for \(action); is it STS that answers?") }
        return Credentials(accessKeyID: identifier, secretAccessKey: secret, sessionToken: token, expires: expires)
    }

    /// The element `…Result` of the answer.
    private func ask(
        _ action: String,
        _ parameters: [(String, String)],
        isSigned: Bool
    ) throws(AWSError) -> XMLElement {
        let endpoint = try endpoints.endpoint(of: .sts, region: region)
        let form = ([("Action", action), ("Version", "2011-06-15")] + parameters)
            .map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let type = HTTPRequest.Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        var request = HTTPRequest("POST", endpoint.url + "/", headers: [type], body: Array(form.utf8))
        if isSigned {
            guard let credentials else { throw AWSError("Credentials", "STS \(action) needs keys to be signed with") }
            request = SignatureV4.sign(request, service: "sts", region: region, credentials: credentials, date: clock())
        }
        let response: HTTPResponse
        do throws(TransferError) {
            response = try http.send(request, limit: 256 << 10, cancellation: cancellation)
        } catch {
            guard error.code != .cancelled else { throw AWSError.cancelled("STS \(action)") }
            throw AWSError("Transfer", "STS \(action): \(error.message)", isPassing: error.isPassing)
        }
        let document = try? XMLElement.read(response.body)
        guard response.status == 200 else { throw failure(action, response.status, document) }
        guard let result = document?.first("\(action)Result") else {
            throw AWSError("Answer", "STS did not answer \(action) in XML; is it STS that answers at \(endpoint.url)?")
        }
        return result
    }

    private func failure(_ action: String, _ status: Int, _ document: XMLElement?) -> AWSError {
        let error = document?.error
        let code = error?.text("Code").map { String($0.prefix(64)) } ?? "HTTP\(status)"
        let message = (error?.text("Message") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let advice =
            switch code {
            case "AccessDenied":
                "the keys may not assume the role; check sts:AssumeRole in their policy, the role's trust policy (with "
                    + "sts:TagSession where tags are given), and the external id"
            case "ExpiredToken", "ExpiredTokenException": "the keys have ended"
            case "InvalidClientTokenId", "UnrecognizedClientException":
                "AWS does not know the keys; check the credentials"
            case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
                "the signature is not accepted; check the secret key, and this device's clock"
            case "RegionDisabledException": "STS is not switched on in this region for the account"
            case "InvalidIdentityToken": "the identity provider's token is not accepted"
            default: "STS answered \(status) \(code)"
            }
        // Where a signature is refused, the message may quote the whole request, and with it the token.
        let isQuoted = !message.isEmpty && !ServiceRefusal.signatureCodes.contains(code)
        let reason = isQuoted ? " (\(hidden(message).prefix(300)))" : ""
        let isPassing =
            status >= 500 || status == 429 || code == "IDPCommunicationError"
            || ServiceRefusal.passingCodes.contains(code)
        return AWSError(code, "STS \(action): \(advice)\(reason)", isPassing: isPassing, status: status)
    }

    private func hidden(_ message: String) -> String {
        credentials.map { ServiceRefusal.hiding($0, in: message) } ?? message
    }
}
