import Recipes
import Release
import Support
import Testing

@Suite("Deployment documents of a release")
struct ReleasedDeploymentTests {
    private static let arn = "arn:aws:iot:eu-west-1:111122223333:thinggroup/line"
    private let folder: TemporaryFolder
    private let release = ReleaseFile(
        configuration: "gg-config.yml",
        commit: nil,
        region: "eu-west-1",
        components: [Fixture.entry("app", version: "1.0.1"), Fixture.entry("other", version: "3.0.0")]
    )

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String, target: String? = arn, name: String? = nil) throws -> JSONValue {
        let path = try folder.write(text, to: "deployment.json")
        return try ReleasedDeployment.read(release, from: path, target: target, name: name).document.value
    }

    @Test("[deploy-1] have the release's versions, and other components as they are written")
    func versions() throws {
        let found = try read(
            """
            {"targetArn":"$THING_GROUP_ARN$","components":{"app":{"componentVersion":"9.9.9",
            "configurationUpdate":{"merge":"{}"}},"aws.greengrass.Cli":{"componentVersion":"2.14.0"}}}
            """,
            name: "mine"
        )
        #expect(found["components"]?["app"]?["componentVersion"]?.text == "1.0.1")
        #expect(found["components"]?["app"]?["configurationUpdate"]?["merge"]?.text == "{}")
        #expect(found["components"]?["aws.greengrass.Cli"]?["componentVersion"]?.text == "2.14.0")
        #expect(found["components"]?["other"] == nil)
        #expect(found["targetArn"]?.text == Self.arn)
        #expect(found["deploymentName"]?.text == "mine")
    }

    @Test(
        "[deploy-2] [deploy-3] are refused where a target, a version or a limit is missed",
        arguments: [
            (#"{"targetArn":"$THING_GROUP_ARN$","components":{}}"#, "names no target; give its ARN with --target-arn"),
            (#"{"targetArn":"\#(arn)","components":{"x":{}}}"#, "no version of x is known"),
            (#"{"targetArn":"\#(arn)","component":{}}"#, "component"),
            ("[]", "deployment.json"), ("{", "deployment.json"),
        ]
    )
    func refused(text: String, part: String) throws {
        #expect { try read(text, target: nil) } throws: { "\($0)".contains(part) }
    }

    @Test("[deploy-1] have to be there")
    func missing() {
        #expect {
            try ReleasedDeployment.read(release, from: "\(folder.path)/no.json", target: Self.arn, name: nil)
        } throws: {
            "\($0)".contains("gg synth")
        }
    }
}
