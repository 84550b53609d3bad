import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("What S3 says besides")
struct S3AnswerTests {
    private static let now = Date(timeIntervalSince1970: 1_795_176_000)
    private let location = S3Location(bucket: "models", key: "k")

    private func client(_ server: StandInServer, chain: CredentialChain? = nil) -> S3Client {
        let variables = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s3cret"]
        let http = HTTPClient(TransferOptions(proxy: .none))
        return S3Client(
            options: S3Options(region: "us-east-1", endpoint: server.url(""), environment: variables),
            credentials: chain ?? CredentialChain(environment: variables, homeDirectory: nil, http: http),
            http: http,
            clock: { Self.now }
        )
    }

    private static func error(_ code: String, _ more: String = "") -> [UInt8] {
        Array("<Error><Code>\(code)</Code><Message>m\n essage</Message>\(more)</Error>".utf8)
    }

    // [aws-23]
    @Test("asks a bucket in the region that it is said to be in, once, and remembers it", arguments: [301, 307, 400])
    func region(status: Int) throws {
        let server = try StandInServer { request, line in
            if request.header("Authorization")?.contains("/eu-west-1/s3/") == true {
                line.answer(headers: ["ETag": "\"e\"", "Content-Length": "0"])
            } else if status == 400 {
                line.answer(400, body: Self.error("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"))
            } else {
                line.answer(
                    status,
                    headers: ["x-amz-bucket-region": "eu-west-1"],
                    body: Self.error("PermanentRedirect")
                )
            }
        }
        let s3 = client(server)
        let location = try #require(location)
        #expect(try s3.get(location, limit: 10).isEmpty)
        #expect(server.requests.value.count == 2)
        #expect(try s3.get(location, limit: 10).isEmpty)
        #expect(server.requests.value.count == 3)
    }

    // [aws-23]
    @Test("goes no third way, and believes no region that is none")
    func noThirdWay() throws {
        let regions = Watched(["eu-west-1", "eu-west-2", "eu-west-3", "evil.example/", "x"])
        let server = try StandInServer { _, line in
            let region = regions.value.first ?? ""
            regions.change { $0.removeFirst() }
            line.answer(301, headers: ["x-amz-bucket-region": region])
        }
        let location = try #require(location)
        let s3 = client(server)
        #expect(throws: AWSError.self) { try s3.get(location, limit: 10) }
        #expect(server.requests.value.count == 2)
        regions.change { $0.removeFirst() }
        let error = #expect(throws: AWSError.self) { try s3.get(location, limit: 10) }
        #expect(server.requests.value.count == 3)
        #expect(error?.message.contains("evil") == false)
    }

    // [aws-23]
    @Test("an error that only names the region that was asked is that error")
    func sameRegion() throws {
        let server = try StandInServer { _, line in
            line.answer(400, headers: ["x-amz-bucket-region": "us-east-1"], body: Self.error("InvalidRange"))
        }
        let location = try #require(location)
        let error = #expect(throws: AWSError.self) { try client(server).get(location, limit: 10) }
        #expect(error?.code == "InvalidRange" && server.requests.value.count == 1)
    }

    // [aws-23]
    @Test("a refused download says where the bucket is, and the next request goes there")
    func refusedDownload() throws {
        let server = try StandInServer { _, line in line.answer(404) }
        let s3 = client(server)
        let location = try #require(location)
        let headers = [HTTPRequest.Header("X-Amz-Bucket-Region", "eu-central-1")]
        let error = s3.failure(location, status: 301, headers: headers)
        #expect(error.isPassing && error.message.contains("eu-central-1"))
        let authorization = try s3.request("GET", location).headers.first { $0.name == "Authorization" }
        #expect(authorization?.value.contains("/eu-central-1/s3/") == true)
    }

    // [aws-34]
    @Test(
        "knows what passes and what does not",
        arguments: [
            (503, "SlowDown", "", true, "fewer requests"),
            (500, "InternalError", "", true, "answered 500 InternalError"),
            (403, "AccessDenied", "", false, "s3:GetObject"),
            (403, "RequestTimeTooSkewed", "<ServerTime>2026-11-20T12:30:00Z</ServerTime>", false, "minutes"),
            (400, "ExpiredToken", "", true, "another is fetched"),
            (301, "PermanentRedirect", "", false, "set the right one"),
        ]
    )
    func passes(status: Int, code: String, more: String, isPassing: Bool, wanted: String) throws {
        let server = try StandInServer { _, line in line.answer(status, body: Self.error(code, more)) }
        let location = try #require(location)
        let error = #expect(throws: AWSError.self) { try client(server).get(location, limit: 10_000) }
        #expect(error?.code == code)
        #expect(error?.isPassing == isPassing)
        #expect(
            error?.message.contains(wanted) == true && error?.message.contains("(m essage)") == true,
            "\(String(describing: error))"
        )
    }

    // [aws-16]
    @Test("keys that several requests were refused with are let go of once")
    func refusedTogether() throws {
        let server = try StandInServer { _, line in line.answer(404) }
        let searches = Watched(0)
        let chain = CredentialChain(clock: { Self.now }) { () throws(AWSError) in
            defer { searches.change { $0 += 1 } }
            return Credentials(accessKeyID: "AKIA\(searches.value)", secretAccessKey: "s3cret")
        }
        let s3 = client(server, chain: chain)
        let location = try #require(location)
        let ended = HTTPResponse(status: 400, headers: [], body: Self.error("ExpiredToken"))
        let old = try chain.credentials()
        for _ in 0..<3 {
            _ = s3.failure(location, ended, isWriting: true, keys: old)
            #expect(try chain.credentials().accessKeyID == "AKIA1")
        }
    }

    // [aws-84]
    @Test(
        "hands on the pause that S3 asks for",
        arguments: [("7", .seconds(7)), ("", nil), ("-1", nil), ("soon", nil)] as [(String, Duration?)]
    )
    func retryAfter(said: String, pause: Duration?) throws {
        let location = try #require(location)
        let header = HTTPRequest.Header("Retry-After", said)
        let answer = S3Answer(status: 503, headers: [header], body: Self.error("SlowDown"))
        #expect(answer.error(location, now: Self.now).retryAfter == pause)
    }

    // [aws-34]
    @Test("tells by how much this device's clock is wrong")
    func skew() throws {
        let location = try #require(location)
        let ahead = S3Answer(
            status: 403,
            headers: [],
            body: Self.error("RequestTimeTooSkewed", "<ServerTime>2026-11-20T11:20:00Z</ServerTime>")
        )
        let noon = Date(timeIntervalSince1970: 1_795_176_000)
        #expect(ahead.error(location, now: noon).message.contains("40 minutes ahead"))
        let behind = S3Answer(
            status: 403,
            headers: [HTTPRequest.Header("Date", "Fri, 20 Nov 2026 13:00:00 GMT")],
            body: Self.error("RequestTimeTooSkewed")
        )
        #expect(behind.error(location, now: noon).message.contains("60 minutes behind"))
    }

    // [aws-16]
    @Test(
        "a key that S3 does not accept any longer is fetched anew",
        arguments: ["ExpiredToken", "InvalidAccessKeyId", ""]
    )
    func fetchesKey(code: String) throws {
        let server = try StandInServer { _, line in line.answer(403, body: code.isEmpty ? [] : Self.error(code)) }
        let searches = Watched(0)
        let chain = CredentialChain(clock: { Self.now }) { () throws(AWSError) in
            searches.change { $0 += 1 }
            return Credentials(accessKeyID: "A", secretAccessKey: "s3cret")
        }
        let s3 = client(server, chain: chain)
        let location = try #require(location)
        #expect(throws: AWSError.self) { try s3.get(location, limit: 1000) }
        #expect(throws: AWSError.self) { try s3.get(location, limit: 1000) }
        #expect(searches.value == 2)
    }

    // [aws-32]
    @Test(
        "refuses a list that does not end or is none",
        arguments: [
            "<html></html>", "no", "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>",
            """
            <ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>\
            <Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>
            """,
            """
            <ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>\
            </ListBucketResult>
            """,
        ]
    )
    func refusesList(text: String) throws {
        let server = try StandInServer { _, line in line.answer(body: Array(text.utf8)) }
        let location = try #require(location)
        let error = #expect(throws: AWSError.self) { try client(server).list(location) }
        #expect(error?.code == "Answer")
        #expect(server.requests.value.count <= 2)
    }

    // [aws-31]
    @Test(
        "is no place in a bucket",
        arguments: [
            "s3:/models/k", "s3://", "s3:///k", "s3://ab/k", "s3://a_very$strange/k", "s3://models/../k",
            "s3://models/a/./k",
            "s3://models/a\nb", "s3://.models/k", "s3://a..b/k", "https://models/k",
            "s3://models/" + String(repeating: "k", count: 1025),
        ]
    )
    func noLocation(url: String) { #expect(S3Location(url) == nil) }

    // [aws-31]
    @Test("a place in a bucket is read and continued")
    func locations() throws {
        let place = try #require(S3Location("s3://models/a b/c%20d"))
        #expect(place.bucket == "models" && place.key == "a b/c%20d" && place.description == "s3://models/a b/c%20d")
        #expect(place.appending("e")?.key == "a b/c%20d/e")
        #expect(S3Location("s3://models")?.appending("e")?.key == "e")
        #expect(S3Location("s3://models/a/")?.appending("e")?.key == "a/e")
        #expect(place.appending("../e") == nil)
    }
}
