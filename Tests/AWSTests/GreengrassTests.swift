import Foundation
import Support
import Testing

@testable import AWS

/// The server counts and fails requests for all tests at once: they run one after another.
@Suite("Greengrass, with a server that checks signatures and members", .serialized)
struct GreengrassTests {
    // [aws-60] [aws-62] [aws-63]
    @Test("publishes a recipe, follows it and reads it again")
    func publishes() async throws {
        let client = try await GreengrassFixture().client()
        let recipe = GreengrassFixture.recipe("a", "1.0.0")
        let created = try client.create(recipe: recipe, tags: ["k": "v"], token: "t-1")
        let arn = "arn:aws:greengrass:eu-west-1:111111111111:components:a:versions:1.0.0"
        #expect(created == CreatedComponent(arn: arn, state: "REQUESTED"))
        #expect(try client.arn(of: "a", version: "1.0.0") == arn)
        let pending = try #require(try client.describe(arn))
        #expect(pending.isPending && !pending.isDeployable)
        let done = try #require(try client.describe(arn))
        #expect(done.isDeployable && done.tags == ["k": "v"] && done.errors.isEmpty)
        #expect(abs(try #require(done.created).timeIntervalSinceNow) < 3600)
        let published = try #require(try client.recipe(arn))
        #expect(published.tags == ["k": "v"])
        let read = try JSONSerialization.jsonObject(with: Data(published.json)) as? NSDictionary
        #expect(try read == JSONSerialization.jsonObject(with: Data(recipe)) as? NSDictionary)
        let missing = arn.replacing("1.0.0", with: "1.0.1")
        #expect(try client.describe(missing) == nil)
        #expect(try client.recipe(missing) == nil)
    }

    // [aws-61] [aws-56]
    @Test("lists more versions than fit on a page, the greatest first; none of what is not known; AWS's own")
    func versions() async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        #expect(try client.versions(of: "a").isEmpty)
        for number in 0..<130 {
            try _ = client.create(
                recipe: GreengrassFixture.recipe("a", "1.0.\(number)"),
                tags: [:],
                token: "a\(number)"
            )
        }
        let found = try client.versions(of: "a")
        #expect(found.map(\.version) == (0..<130).reversed().map { "1.0.\($0)" })
        #expect(found.last?.arn == "arn:aws:greengrass:eu-west-1:111111111111:components:a:versions:1.0.0")
        #expect(try client.versions(of: "aws.greengrass.Nucleus", account: "aws").count == 1)
        #expect(try fixture.count("GetCallerIdentity") == 1)
        let error = #expect(throws: AWSError.self) { try client.versions(of: "a", account: "222222222222") }
        #expect(error?.code == "AccessDeniedException")
        #expect(error?.message.contains("greengrass:ListComponentVersions") == true)
    }

    // [aws-62]
    @Test("tells what is wrong with artifacts")
    func brokenComponent() async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        try fixture.server.breakComponent("a", errors: ["s3://b/k": "no such object"])
        let arn = try client.create(recipe: GreengrassFixture.recipe("a", "1.0.0"), tags: [:], token: "t").arn
        _ = try client.describe(arn)
        let found = try #require(try client.describe(arn))
        #expect(found.state == "FAILED" && found.errors == ["s3://b/k": "no such object"] && !found.isPending)
    }

    // [aws-63] [aws-55]
    @Test("a version that is there is a conflict; what the recipe lacks is told member by member")
    func refusals() async throws {
        let client = try await GreengrassFixture().client()
        func code(_ recipe: [UInt8], _ token: String) -> AWSError? {
            #expect(throws: AWSError.self) { try client.create(recipe: recipe, tags: [:], token: token) }
        }
        _ = try client.create(recipe: GreengrassFixture.recipe("a", "1.0.0"), tags: [:], token: "t1")
        let conflict = code(GreengrassFixture.recipe("a", "1.0.0"), "t2")
        #expect(conflict?.code == "ConflictException" && conflict?.status == 409)
        #expect(conflict?.message.contains("already exists") == true)
        let invalid = code(GreengrassFixture.recipe("a b", "1.0"), "t3")
        #expect(invalid?.code == "ValidationException")
        #expect(invalid?.fields.map(\.name) == ["ComponentName", "ComponentVersion"])
        #expect(invalid?.message.contains("ComponentVersion must be a semantic version") == true)
        #expect(code(GreengrassFixture.recipe("a", "1.0.1"), "no_token")?.fields.map(\.name) == ["clientToken"])
    }

    // [aws-64]
    @Test("deploys, reads, lists and calls off")
    func deployments() async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        _ = try client.create(recipe: GreengrassFixture.recipe("a", "1.0.0"), tags: [:], token: "t")
        let first = try client.createDeployment(GreengrassFixture.deployment(token: nil))
        let second = try client.createDeployment(GreengrassFixture.deployment(token: "d-2"))
        #expect(second.iotJobID != nil && second.iotJobARN?.hasPrefix("arn:aws:iot:") == true)
        let found = try #require(try client.deployment(second.deploymentID))
        #expect(found.status == "ACTIVE" && found.isLatest && found.revision == "2" && found.name == "press")
        #expect(found.target == GreengrassFixture.target && found.iotJobID == second.iotJobID)
        struct Document: Decodable {
            struct Part: Decodable {
                struct Update: Decodable { let reset: [String] }
                let configurationUpdate: Update
            }
            let components: [String: Part]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(found.document))
        #expect(document.components["a"]?.configurationUpdate.reset == ["/accessControl"])
        #expect(try client.deployment(first.deploymentID)?.isLatest == false)
        #expect(try client.deployment("nothing") == nil)
        #expect(try client.deployments(target: GreengrassFixture.target).map(\.id) == [second.deploymentID])
        #expect(try client.deployments(all: true).count == 2)
        #expect(try !client.cancel(second.deploymentID).isEmpty)
        let again = #expect(throws: AWSError.self) { try client.cancel(second.deploymentID) }
        #expect(again?.code == "ConflictException")
        #expect(throws: AWSError.self) { try client.createDeployment(Array("[]".utf8)) }
    }

    // [aws-65] [aws-60]
    @Test("tells of devices, what came of deployments on them, and what is on them")
    func devices() async throws {
        let fixture = try await GreengrassFixture()
        let client = try fixture.client()
        for number in 0..<120 { try fixture.server.setDevice("d\(number)", groups: [GreengrassFixture.target]) }
        try fixture.server.setDevice(
            "press:7/ä%+",
            status: "UNHEALTHY",
            deployments: [
                [
                    "deploymentId": "x", "coreDeviceExecutionStatus": "FAILED", "reason": "no room",
                    "statusDetails": ["errorStack": ["A", "B"], "errorTypes": ["T"]],
                ]
            ],
            components: [
                ["componentName": "a", "componentVersion": "1.0.0"],
                ["componentName": "b", "componentVersion": "2.0.0", "lifecycleState": "BROKEN", "isRoot": false],
            ]
        )
        #expect(try client.coreDevices(group: GreengrassFixture.target).count == 120)
        let odd = try #require(try client.coreDevices().first { $0.thing == "press:7/ä%+" })
        #expect(odd.status == "UNHEALTHY" && odd.updated != nil)
        #expect(throws: AWSError.self) { try client.effectiveDeployments(of: "..") }
        let failed = try #require(try client.effectiveDeployments(of: "press:7/ä%+").first)
        #expect(failed.status == "FAILED" && failed.reason == "no room")
        #expect(failed.errorStack == ["A", "B"] && failed.errorTypes == ["T"])
        let installed = try client.installedComponents(of: "press:7/ä%+")
        #expect(installed.map(\.state) == ["RUNNING", "BROKEN"] && installed.map(\.isRoot) == [true, false])
        let missing = #expect(throws: AWSError.self) { try client.installedComponents(of: "nobody") }
        #expect(missing?.code == "ResourceNotFoundException")
    }
}
