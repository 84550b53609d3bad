import Foundation
import Transfer

/// An answer of S3 that is no success, read.
struct S3Answer {
    /// S3's own word; made from the status where it sends none, as after a HEAD.
    let code: String
    /// Where the bucket is, when the answer is about that.
    let region: String?
    /// True when the key has to be fetched anew; perhaps, where S3 says no more, as after a HEAD.
    let isKeyRefused: Bool
    private let status: Int
    private let message: String
    private let serverTime: Date?
    private let retryAfter: Duration?

    init(status: Int, headers: [HTTPRequest.Header], body: [UInt8]) {
        self.status = status
        let error = (try? XMLElement.read(body))?.error
        let said = error?.text("Code") ?? ""
        code = said.isEmpty ? Self.code(of: status) : String(said.prefix(64))
        isKeyRefused = said.isEmpty ? status == 400 || status == 403 : Self.keyCodes.contains(said)
        message = Self.singleLine(error?.text("Message") ?? "")
        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name }?.value.trimmingCharacters(in: .whitespaces)
        }
        let isElsewhere = [301, 307, 400].contains(status)
        region = isElsewhere ? header("x-amz-bucket-region") ?? error?.text("Region") : nil
        serverTime = (error?.text("ServerTime")).flatMap(AmazonDate.read) ?? header("date").flatMap(Self.webDate)
        retryAfter = header("retry-after").flatMap(RetryAfter.read)
    }

    /// What is to be said and done about it.
    func error(_ location: S3Location, isWriting: Bool = false, now: Date) -> AWSError {
        let reason = message.isEmpty ? "" : " (\(message))"
        let advice = isWriting ? writingAdvice : nil
        return AWSError(
            code,
            "\(location): \(advice ?? self.advice(location, now: now))\(reason)",
            isPassing: isPassing,
            retryAfter: retryAfter
        )
    }

    private var isPassing: Bool {
        switch code {
        case "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling", "OperationAborted",
            "ConditionalRequestConflict":
            true
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired": true
        default: status == 429 || status >= 500 && status != 501
        }
    }

    /// What is another matter where something was to be written.
    private var writingAdvice: String? {
        switch code {
        case "AccessDenied", "Forbidden":
            "S3 refused to store it; the identity needs s3:PutObject on it, and kms:GenerateDataKey and kms:Decrypt where "
                + "it is encrypted with a key of one's own; the bucket's policy and owner may forbid it, too"
        case "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch":
            "other bytes arrived than were digested; send it again when nobody writes to the file"
        case "RequestTimeout": "S3 waited in vain for the bytes; the line is slow or broken"
        case "PreconditionFailed": "there is something under this key"
        case "NoSuchUpload": "S3 does not know the upload any longer; somebody or a lifecycle rule has ended it"
        default: nil
        }
    }

    private func advice(_ location: S3Location, now: Date) -> String {
        switch code {
        case "NoSuchKey", "NotFound": "there is no such object; check bucket and key"
        case "NoSuchBucket": "there is no such bucket; check its name and the endpoint"
        case "AccessDenied", "Forbidden":
            "S3 refused access; the identity needs s3:GetObject on it, s3:ListBucket on its bucket, and kms:Decrypt where "
                + "it is encrypted with a key of one's own"
        case "RequestTimeTooSkewed": "this device's clock is \(skew(now)); set it"
        case "SignatureDoesNotMatch": "S3 does not accept the signature; check the secret key and the region"
        case "InvalidAccessKeyId": "S3 does not know the key; check which credentials this device has"
        case "ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired":
            "the temporary key is not accepted any longer; another is fetched for the next request"
        case "SlowDown", "Throttling": "S3 asks for fewer requests; try again later"
        case "PermanentRedirect", "MovedPermanently", "AuthorizationHeaderMalformed", "Redirect":
            "the bucket is in another region; set the right one"
        default: "S3 answered \(status) \(code)"
        }
    }

    private func skew(_ now: Date) -> String {
        guard let serverTime else { return "more than 15 minutes wrong" }
        let minutes = Int((now.timeIntervalSince(serverTime) / 60).rounded())
        return minutes < 0 ? "\(-minutes) minutes behind that of S3" : "\(minutes) minutes ahead of that of S3"
    }

    private static let keyCodes: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "InvalidToken", "InvalidAccessKeyId", "TokenRefreshRequired",
    ]

    private static func code(of status: Int) -> String {
        switch status {
        case 301: "PermanentRedirect"
        case 307: "Redirect"
        case 400: "BadRequest"
        case 403: "Forbidden"
        case 404: "NotFound"
        case 412: "PreconditionFailed"
        case 503: "ServiceUnavailable"
        default: "HTTP\(status)"
        }
    }

    private static func webDate(_ text: String) -> Date? {
        let reader = DateFormatter()
        reader.locale = Locale(identifier: "en_US_POSIX")
        reader.timeZone = .gmt
        reader.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return reader.date(from: text)
    }

    private static func singleLine(_ text: String) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300))
    }
}
