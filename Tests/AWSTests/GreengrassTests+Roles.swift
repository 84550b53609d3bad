import Foundation
import Support
import Testing
import Transfer

@testable import AWS

extension GreengrassTests {
    private static func role(externalID: String? = nil, seconds: Int? = nil) throws -> AssumedRole {
        try AssumedRole(
            checking: GreengrassFixture.roleARN,
            session: "ci",
            externalID: externalID,
            seconds: seconds,
            tags: [AssumedRole.Tag("project", "p 1"), AssumedRole.Tag("stage", "")],
            sourceIdentity: "somebody"
        )
    }

    // [aws-51]
    @Test("a role publishes in its own account, by one session, asked whose it is once")
    func roles() async throws {
        let fixture = try await GreengrassFixture()
        let own = try fixture.session()
        let other = own.assuming(try Self.role())
        let created = try GreengrassClient(other).create(
            recipe: GreengrassFixture.recipe("a", "1.0.0"),
            tags: [:],
            token: "t"
        )
        #expect(created.arn == "arn:aws:greengrass:eu-west-1:222222222222:components:a:versions:1.0.0")
        #expect(try GreengrassClient(other).versions(of: "a").count == 1)
        #expect(try GreengrassClient(own).versions(of: "a").isEmpty)
        #expect(try other.identity().arn == "arn:aws:sts::222222222222:assumed-role/publisher/ci")
        #expect(try own.identity().account == "111111111111")
        #expect(try fixture.count("GetCallerIdentity") == 2)
        let forms = try fixture.server.log().filter { $0.operation == "AssumeRole" }.map(\.form)
        let wanted = [
            "RoleArn": GreengrassFixture.roleARN, "RoleSessionName": "ci", "SourceIdentity": "somebody",
            "Tag project": "p 1", "Tag stage": "",
        ]
        #expect(forms == [wanted])
        let chained = other.assuming(
            try AssumedRole(checking: "arn:aws:iam::333333333333:role/next", session: "ci")
        )
        #expect(try chained.identity().account == "333333333333")
        let assumers = try fixture.server.log().filter { $0.operation == "AssumeRole" }.map(\.account)
        #expect(assumers == ["111111111111", "222222222222"])
    }

    // [aws-51]
    @Test("gives the external id that the role's owner asks for; without it, the error says what to check")
    func externalID() async throws {
        let fixture = try await GreengrassFixture()
        try fixture.server.requireExternalID("marram/7", of: GreengrassFixture.roleARN)
        let own = try fixture.session()
        let error = #expect(throws: AWSError.self) { try own.assuming(try Self.role()).identity() }
        #expect(error?.code == "AccessDenied" && error?.message.contains("external id") == true)
        #expect(try own.assuming(try Self.role(externalID: "marram/7")).identity().account == "222222222222")
    }

    // [aws-51]
    @Test("a session whose keys are refused as ended is renewed, once a call")
    func endedSession() async throws {
        let fixture = try await GreengrassFixture()
        let client = GreengrassClient(try fixture.session().assuming(try Self.role()))
        try fixture.server.endSessions(after: 2)
        for _ in 0..<5 { #expect(try client.deployments().isEmpty) }
        #expect(try fixture.count("AssumeRole") == 3)
        try fixture.server.endSessions(after: 0)
        let error = #expect(throws: AWSError.self) { try client.deployments() }
        #expect(error?.code == "ExpiredTokenException")
        #expect(try fixture.count("AssumeRole") == 4)
        #expect(fixture.slept.value.isEmpty)
    }

    // [aws-51] [aws-16]
    @Test("a role is assumed again before its keys end")
    func renewedSession() async throws {
        let fixture = try await GreengrassFixture()
        let ahead = Watched<TimeInterval>(0)
        let client = GreengrassClient(
            try fixture.session(clock: { Date().addingTimeInterval(ahead.value) }).assuming(
                try Self.role(seconds: 1500)
            )
        )
        #expect(try client.deployments().isEmpty)
        #expect(try client.deployments().isEmpty)
        #expect(try fixture.count("AssumeRole") == 1)
        // Less than the 15 minutes that signatures may be off.
        ahead.change { $0 = 700 }
        #expect(try client.deployments().isEmpty)
        #expect(try fixture.count("AssumeRole") == 2)
    }

    // [aws-52]
    @Test("STS is asked again, too")
    func passingSTS() async throws {
        let fixture = try await GreengrassFixture()
        try fixture.server.fail("AssumeRole", .unavailable)
        try fixture.server.fail("AssumeRole", "Throttling")
        #expect(try fixture.session().assuming(try Self.role()).identity().account == "222222222222")
        #expect(fixture.slept.value.count == 2)
    }

    // [aws-55] [aws-19]
    @Test("a refused signature shows neither key nor token")
    func secretsStaySecret() async throws {
        let fixture = try await GreengrassFixture()
        let keys = try fixture.session().assuming(try Self.role()).credentials.credentials()
        let token = try #require(keys.sessionToken)
        let session = try fixture.session([
            "AWS_ACCESS_KEY_ID": keys.accessKeyID, "AWS_SECRET_ACCESS_KEY": "wr0ng-secret", "AWS_SESSION_TOKEN": token,
        ])
        for attempt in [
            { _ = try GreengrassClient(session).deployments() }, { _ = try session.identity() },
            { _ = try session.assuming(try Self.role()).identity() },
        ] {
            let error = #expect(throws: AWSError.self) { try attempt() }
            #expect(error?.code == "InvalidSignatureException")
            let text = "\(String(describing: error)) \(session) \(String(reflecting: session))"
            #expect(!text.contains(token) && !text.contains("wr0ng-secret"))
        }
    }

    // [aws-50]
    @Test("the region of signatures is the session's")
    func otherRegion() async throws {
        let fixture = try await GreengrassFixture()
        let client = GreengrassClient(try fixture.session(region: "us-west-2"))
        let error = #expect(throws: AWSError.self) { try client.deployments() }
        #expect(error?.code == "InvalidSignatureException")
    }
}
