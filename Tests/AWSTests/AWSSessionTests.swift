import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("Sessions")
struct AWSSessionTests {
    private func session(
        _ variables: [String: String] = [:],
        region: String? = nil,
        profile: String? = nil,
        endpoint: String? = nil
    ) throws -> AWSSession {
        try AWSSession(
            region: region,
            profile: profile,
            endpoint: endpoint,
            environment: variables.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { $1 },
            homeDirectory: nil,
            http: HTTPClient(TransferOptions(proxy: .none))
        )
    }

    // [aws-50]
    @Test("the region is the one that is named, else the environment's, else the profile's")
    func region() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("[profile a]\nregion = cn-north-1\n[default]\nregion = eu-west-3\n", to: "config")
        let files = ["AWS_CONFIG_FILE": file]
        #expect(try session(files).region == "eu-west-3")
        #expect(try session(files, profile: "a").region == "cn-north-1")
        #expect(try session(files, profile: "a").partition.name == "aws-cn")
        let variables = files.merging(["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"]) { $1 }
        #expect(try session(variables, profile: "a").region == "eu-west-1")
        #expect(try session(variables, region: "us-gov-west-1").region == "us-gov-west-1")
    }

    // [aws-50]
    @Test("without a region, or with what is none, there is no session")
    func noRegion() throws {
        let missing = #expect(throws: AWSError.self) { try session() }
        #expect(missing?.code == "Region" && missing?.message.contains("AWS_REGION") == true)
        #expect(throws: AWSError.self) { try session(region: "evil.example/") }
    }

    // [aws-50] [aws-21]
    @Test("a URL that is named goes for all services, those of the environment for their own")
    func endpoints() throws {
        let variables = [
            "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_GREENGRASSV2": "http://127.0.0.1:1",
            "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:2",
        ]
        let some = try session(variables)
        func url(_ session: AWSSession, _ service: AWSService) throws -> String {
            try session.endpoints.endpoint(of: service, region: session.region).url
        }
        #expect(try url(some, .greengrass) == "http://127.0.0.1:1")
        #expect(try url(some, .sagemaker) == "https://api.sagemaker.eu-west-1.amazonaws.com")
        let all = try session(variables, endpoint: "http://127.0.0.1:3")
        #expect(try AWSService.allCases.map { try url(all, $0) } == Array(repeating: "http://127.0.0.1:3", count: 4))
    }

    // [aws-50]
    @Test("S3 is asked with the session's credentials, region and endpoint")
    func s3() throws {
        let variables = [
            "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s3cret",
            "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:2",
        ]
        let location = try #require(S3Location("s3://bucket/key"))
        func request(_ client: S3Client) throws -> (String, String) {
            let request = try client.request("GET", location)
            return (request.url, request.headers.first { $0.name == "Authorization" }?.value ?? "")
        }
        let plain = try request(try session(variables).s3())
        #expect(plain.0 == "http://127.0.0.1:2/bucket/key" && plain.1.contains("AKIA/"))
        #expect(plain.1.contains("/eu-west-1/s3/"))
        #expect(try request(try session(variables).s3(region: "us-west-2")).1.contains("/us-west-2/s3/"))
    }

    // [aws-51]
    @Test(
        "a role is checked before STS is asked",
        arguments: [
            { try AssumedRole(checking: "arn:aws:iam::1234:role/a", session: "gg") },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:user/a", session: "gg") },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a b", session: "gg") },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a", session: "g") },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a", session: "g g") },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a", session: "gg", externalID: "é…") },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a", session: "gg", seconds: 899) },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a", session: "gg", sourceIdentity: "/") },
            {
                try AssumedRole(
                    checking: "arn:aws:iam::123456789012:role/a",
                    session: "gg",
                    tags: [.init("a", ""), .init("A", "")]
                )
            },
            { try AssumedRole(checking: "arn:aws:iam::123456789012:role/a", session: "gg", tags: [.init("", "")]) },
        ] as [@Sendable () throws -> AssumedRole]
    )
    func wrongRole(make: @Sendable () throws -> AssumedRole) {
        let error = #expect(throws: AWSError.self) { try make() }
        #expect(
            error?.code == "Role" && error?.message.contains("expected") ?? false
                || error?.message.contains("once") ?? false
        )
    }

    // [aws-51]
    @Test("a role in any partition may be named, with a path")
    func rightRole() throws {
        let role = try AssumedRole(
            checking: "arn:aws-cn:iam::123456789012:role/a/b",
            session: "gg",
            externalID: "a:b/c"
        )
        #expect(role.externalID == "a:b/c" && role.tags.isEmpty)
    }
}
