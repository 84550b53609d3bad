import Foundation
import Testing
import Transfer

@testable import AWS

@Suite("Signature version 4")
struct SignatureV4Tests {
    private static let credentials = Credentials(accessKeyID: "AKIA", secretAccessKey: "s3cret", sessionToken: "t0ken")
    private static let date = Date(timeIntervalSince1970: 1_795_176_000)

    // [aws-1] [aws-2] [aws-3]
    @Test("signs as botocore does")
    func signsAsBotocore() async throws {
        let answers = try await BotocoreAnswers.get()
        #expect(answers.signatures.count > 300)
        for wanted in answers.signatures {
            let request = HTTPRequest(
                wanted.method,
                wanted.url,
                headers: wanted.headers.map { HTTPRequest.Header($0.name, $0.value) },
                body: Array(try #require(Data(base64Encoded: wanted.body)))
            )
            let signed = SignatureV4.sign(
                request,
                service: wanted.service,
                region: wanted.region,
                credentials: Credentials(
                    accessKeyID: "AKIAEXAMPLE",
                    secretAccessKey: wanted.secret,
                    sessionToken: wanted.token
                ),
                date: Date(timeIntervalSince1970: wanted.time)
            )
            let added = signed.headers.dropFirst(request.headers.count)
            let found = Dictionary(added.map { ($0.name.lowercased(), $0.value) }) { $1 }
            #expect(found == wanted.added, "seed \(answers.seed): \(wanted.method) \(wanted.url)")
        }
    }

    // [aws-3]
    @Test("leaves the body of an object unsigned when asked to, and says so")
    func leavesBodyUnsigned() {
        let request = HTTPRequest("PUT", "https://b.s3.amazonaws.com/k", body: [1, 2, 3])
        let signed = SignatureV4.sign(
            request,
            service: "s3",
            region: "eu-west-1",
            credentials: Self.credentials,
            date: Self.date,
            payload: .unsigned
        )
        #expect(signed.headers.contains(HTTPRequest.Header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")))
        #expect(signed.body == [1, 2, 3])
    }

    // [aws-1]
    @Test("replaces an earlier signature, so that a request can be signed again")
    func replacesEarlierSignature() {
        func sign(_ request: HTTPRequest, _ date: Date) -> HTTPRequest {
            SignatureV4.sign(request, service: "s3", region: "eu-west-1", credentials: Self.credentials, date: date)
        }
        let request = HTTPRequest("GET", "https://b.s3.amazonaws.com/k")
        let later = Self.date.addingTimeInterval(60)
        #expect(sign(sign(request, Self.date), later).headers == sign(request, later).headers)
    }

    @Test("a key is never printed")
    func keyIsNeverPrinted() {
        var dumped = ""
        dump(Self.credentials, to: &dumped)
        for text in ["\(Self.credentials)", String(reflecting: Self.credentials), dumped, "\([Self.credentials])"] {
            #expect(!text.contains("s3cret") && !text.contains("t0ken"), "\(text)")
            #expect(text.contains("AKIA"))
        }
    }
}
