import Release
import Testing

@Suite("Deployment targets")
struct DeploymentTargetTests {
    @Test("[deploy-2] are things and thing groups by their ARNs")
    func good() throws {
        let group = try DeploymentTarget("arn:aws-cn:iot:cn-north-1:111122223333:thinggroup/press-line")
        #expect(group.kind == .group)
        #expect(group.name == "press-line")
        #expect(group.region == "cn-north-1")
        #expect(group.account == "111122223333")
        #expect(try DeploymentTarget("arn:aws:iot:eu-west-1:111122223333:thing/edge:1_a").kind == .thing)
    }

    @Test(
        "[deploy-2] are nothing else",
        arguments: [
            "", "$THING_GROUP_ARN$", "press-line", "arn:aws:iot:eu-west-1:1111:thing/a",
            "arn:aws:iot:eu-west-1:111122223333:thing/", "arn:aws:iot:eu-west-1:111122223333:job/a",
            "arn:aws:s3:eu-west-1:111122223333:thing/a", "arn:aws:iot::111122223333:thing/a",
            "arn:aws:iot:eu-west-1:111122223333:thing/a b", "arn:aws:iot:eu-west-1:111122223333:thing/a/b",
        ]
    )
    func bad(arn: String) {
        #expect { try DeploymentTarget(arn) } throws: { "\($0)".contains("--target-arn") }
    }
}
