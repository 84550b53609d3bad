import Testing
import Transfer

@testable import AWS

@Suite("What services refuse")
struct ServiceRefusalTests {
    private static let keys = Credentials(accessKeyID: "AKIA", secretAccessKey: "s3cret", sessionToken: "t0ken")
    private static let call = ServiceCall(service: .greengrass, action: "CreateDeployment", subject: "press")

    private func error(_ status: Int, _ headers: [String: String] = [:], _ body: String = "") -> AWSError {
        let lines = headers.map { HTTPRequest.Header($0.key, $0.value) }
        return ServiceRefusal(HTTPResponse(status: status, headers: lines, body: Array(body.utf8)))
            .error(of: Self.call, hiding: Self.keys)
    }

    // [aws-53]
    @Test(
        "knows what passes",
        arguments: [
            (429, "ThrottlingException", true), (400, "ThrottlingException", true), (400, "Throttling", true),
            (400, "TooManyRequestsException", true), (400, "RequestLimitExceeded", true), (503, "SlowDown", true),
            (400, "RequestAlreadyInProgressException", true), (500, "InternalServerException", true), (429, "", true),
            (500, "", true), (502, "", true), (503, "", true), (504, "", true), (501, "", false),
            (400, "ValidationException", false), (402, "ServiceQuotaExceededException", false),
            (403, "AccessDeniedException", false), (404, "ResourceNotFoundException", false),
            (409, "ConflictException", false), (403, "ExpiredTokenException", false), (400, "", false),
            (302, "", false),
        ]
    )
    func passing(status: Int, code: String, isPassing: Bool) {
        let error = error(status, code.isEmpty ? [:] : ["x-amzn-ErrorType": code])
        #expect(error.isPassing == isPassing)
        #expect(error.code == (code.isEmpty ? "HTTP\(status)" : code))
        #expect(error.status == status)
    }

    // [aws-55]
    @Test(
        "finds the error's name wherever services put it",
        arguments: [
            (["x-amzn-ErrorType": "ConflictException:http://internal.amazon.com/coral/"], "{}"),
            (["X-Amzn-Errortype": "ConflictException"], "no JSON"),
            ([:], #"{"__type": "com.amazonaws.greengrass#ConflictException"}"#),
            ([:], #"{"__type": "ConflictException", "Message": "m"}"#), ([:], #"{"code": "ConflictException"}"#),
        ]
    )
    func names(headers: [String: String], body: String) {
        #expect(error(409, headers, body).code == "ConflictException")
    }

    // [aws-55]
    @Test(
        "says what to mend",
        arguments: [
            (403, "AccessDeniedException", "m", "greengrass:CreateDeployment"),
            (402, "ServiceQuotaExceededException", "m", "quota"), (409, "ConflictException", "exists", "exists"),
            (403, "UnrecognizedClientException", "m", "credentials"),
            (403, "InvalidSignatureException", "m", "clock"), (403, "ExpiredTokenException", "m", "have ended"),
            (429, "ThrottlingException", "m", "fewer requests"),
            (
                400, "ValidationException",
                "Invalid Input: Encountered following errors in Artifacts: {s3://b/k = Specified artifact resource cannot "
                    + "be accessed}", "the caller must be able to read it"
            ),
            (400, "ValidationException", "m", "the request is not valid"),
            (418, "Teapot", "m", "418 Teapot"),
        ]
    )
    func remedies(status: Int, code: String, message: String, remedy: String) {
        let error = error(status, ["x-amzn-ErrorType": code], #"{"message": "\#(message)"}"#)
        #expect(error.message.hasPrefix("greengrass:CreateDeployment (press): "))
        #expect(error.message.contains(remedy), "\(error)")
    }

    // [aws-55]
    @Test("tells which members are at fault")
    func fields() {
        let body = #"{"message": "2 errors", "fields": [{"name": "a.b", "message": "is\nrequired"}, {"name": "c"}]}"#
        let error = error(400, ["x-amzn-ErrorType": "ValidationException"], body)
        #expect(error.fields == [.init(name: "a.b", message: "is required"), .init(name: "c", message: "")])
        #expect(error.message.contains("a.b: is required"))
    }

    // [aws-52]
    @Test(
        "reads how long to wait",
        arguments: [
            ("3", 3), ("0", 0), (" 12 ", 12), ("-1", nil), ("1.5", nil), ("Sat, 21 Nov 2026 00:00:00 GMT", nil),
        ]
            as [(String, Int?)]
    )
    func retryAfter(text: String, seconds: Int?) {
        #expect(error(429, ["Retry-After": text]).retryAfter == seconds.map { .seconds($0) })
    }

    // [aws-55]
    @Test("quotes no secret, and no line breaks", arguments: ["InvalidSignatureException", "ValidationException"])
    func secrets(code: String) {
        let body =
            #"{"message": "x-amz-security-token:t0ken\nkey s3cret", "fields": [{"name": "n", "message": "t0ken"}]}"#
        let error = error(403, ["x-amzn-ErrorType": code], body)
        for text in [error.message] + error.fields.map(\.message) {
            #expect(!text.contains("t0ken") && !text.contains("s3cret") && !text.contains("\n"), "\(text)")
        }
    }
}
