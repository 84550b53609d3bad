import Foundation
import Support
import Testing
import Transfer

@testable import AWS

extension GreengrassTests {
    // [aws-52] [aws-53]
    @Test(
        "asks again after failures that pass",
        arguments: ["ThrottlingException", "InternalServerException", "unavailable", "cut"]
    )
    func passing(kind: String) async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        let fault: GreengrassServer.Fault =
            switch kind {
            case "unavailable": .unavailable
            case "cut": .cut
            default: .error(kind)
            }
        try fixture.server.fail("ListComponentVersions", fault, times: 4)
        #expect(try client.versions(of: "a").isEmpty)
        #expect(try fixture.count("ListComponentVersions") == 5)
        #expect(fixture.slept.value == [0.5, 1, 2, 4].map { .seconds($0) })
        try fixture.server.fail("ListComponentVersions", fault, times: 5)
        let error = #expect(throws: AWSError.self) { try client.versions(of: "a") }
        #expect(error?.isPassing == true)
        #expect(error?.message.contains("greengrass:ListComponentVersions") == true)
        #expect(try fixture.count("ListComponentVersions") == 10)
    }

    // [aws-52]
    @Test("waits as long as Greengrass asks for")
    func retryAfter() async throws {
        let fixture = try await GreengrassFixture()
        try fixture.server.fail("ListDeployments", .error("ThrottlingException", retryAfter: 7))
        #expect(try fixture.client().deployments().isEmpty)
        #expect(fixture.slept.value == [.seconds(7)])
    }

    // [aws-53] [aws-63]
    @Test("an answer that was lost does not publish twice: the same token is sent again")
    func lostAnswer() async throws {
        let fixture = try await GreengrassFixture()
        try fixture.server.fail("CreateComponentVersion", .cut)
        try fixture.server.fail("CreateComponentVersion", "RequestAlreadyInProgressException")
        let client = try fixture.client()
        let created = try client.create(recipe: GreengrassFixture.recipe("a", "1.0.0"), tags: [:], token: "once")
        #expect(created.arn.hasSuffix(":a:versions:1.0.0"))
        let asked = try fixture.server.log().filter { $0.operation == "CreateComponentVersion" }
        #expect(asked.map(\.clientToken) == ["once", "once", "once"])
        #expect(Set(asked.map(\.body)).count == 1)
    }

    // [aws-53] [aws-64]
    @Test("a deployment without a token is sent once, one with a token again", arguments: [nil, "d-1"])
    func lostDeployment(token: String?) async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        _ = try client.create(recipe: GreengrassFixture.recipe("a", "1.0.0"), tags: [:], token: "t")
        try fixture.server.fail("CreateDeployment", .cut)
        if token == nil {
            let error = #expect(throws: AWSError.self) {
                try client.createDeployment(GreengrassFixture.deployment(token: nil))
            }
            #expect(error?.code == "Transfer")
            #expect(fixture.slept.value.isEmpty)
        } else {
            _ = try client.createDeployment(GreengrassFixture.deployment(token: token))
        }
        #expect(try fixture.count("CreateDeployment") == (token == nil ? 1 : 2))
        #expect(try client.deployments(all: true).count == 1)
    }

    // [aws-56]
    @Test("what is no answer of Greengrass is told, and not quoted")
    func noAnswer() async throws {
        let fixture = try await GreengrassFixture()
        for fault in [GreengrassServer.Fault.html, .garbage] {
            try fixture.server.fail("ListDeployments", fault)
            let error = #expect(throws: AWSError.self) { try fixture.client().deployments() }
            #expect(error?.code == "Answer" && error?.isPassing == false)
            #expect(error?.message.contains("greengrass:ListDeployments") == true)
            #expect(error?.message.contains("Sign in") == false)
        }
        #expect(try fixture.count("ListDeployments") == 2)
    }

    // [aws-56]
    @Test("a list that leads back to a page is an error")
    func endlessPages() async throws {
        let fixture = try await GreengrassFixture()
        try fixture.server.fail("ListDeployments", .endlessPages, times: 50)
        let error = #expect(throws: AWSError.self) { try fixture.client().deployments() }
        #expect(error?.code == "Answer" && error?.message.contains("twice") == true)
        #expect(try fixture.count("ListDeployments") == 2)
    }

    // [aws-55]
    @Test("an artifact has to be there, and the caller has to be able to read it")
    func artifacts() async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        func create(_ file: String, _ version: String) throws -> String {
            let recipe = GreengrassFixture.recipe("a", version, uri: "s3://models/model/\(file)")
            return try client.create(recipe: recipe, tags: [:], token: version.replacing(".", with: "-")).arn
        }
        let arn = try create("model.onnx", "1.0.0")
        let published = try #require(try client.recipe(arn))
        #expect(String(decoding: published.json, as: UTF8.self).contains(#""Algorithm": "SHA-256""#))
        try fixture.server.setReaders(["222222222222"])
        for (file, version) in [("model.onnx", "1.0.1"), ("none.onnx", "1.0.2")] {
            let error = #expect(throws: AWSError.self) { try create(file, version) }
            #expect(error?.code == "ValidationException" && error?.isPassing == false)
            #expect(error?.message.contains("the caller must be able to read it") == true)
            #expect(error?.message.contains("s3://models/model/\(file)") == true)
            try fixture.server.setReaders(nil)
        }
    }

    // [aws-55]
    @Test("a quota that is used up is told at once")
    func quota() async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        try fixture.server.fail("CreateComponentVersion", "ServiceQuotaExceededException")
        let error = #expect(throws: AWSError.self) {
            try client.create(recipe: GreengrassFixture.recipe("a", "1.0.0"), tags: [:], token: "t")
        }
        #expect(error?.status == 402 && error?.message.contains("quota") == true)
        #expect(fixture.slept.value.isEmpty)
    }

    // [aws-54]
    @Test("a request that is under way ends with the cancellation")
    func cancelled() async throws {
        let cancellation = Cancellation()
        let server = try StandInServer { _, line in
            cancellation.cancel()
            line.stall()
        }
        let fixture = try await GreengrassFixture()
        let variables = ["AWS_ENDPOINT_URL_GREENGRASSV2": server.url("")]
        let client = GreengrassClient(try fixture.session(variables, cancellation: cancellation))
        let error = #expect(throws: AWSError.self) { try client.deployments() }
        #expect(error?.code == "Cancelled")
        #expect(server.requests.value.count == 1)
    }
}
