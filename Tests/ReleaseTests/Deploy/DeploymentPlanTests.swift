import Foundation
import Recipes
import Testing

@testable import Release

@Suite("Plans of deployments")
struct DeploymentPlanTests {
    private static let arn = "arn:aws:iot:eu-west-1:111122223333:thinggroup/line"

    private func document(_ components: String, _ more: String = "") throws -> DeploymentDocument {
        let text = #"{"targetArn":"\#(Self.arn)","deploymentName":"line","components":{\#(components)}\#(more)}"#
        return try DeploymentDocument(try ConfigurationNode(parsing: text, source: "deployment.json"))
    }

    private func deployed(_ components: String, _ more: String = "", status: String = "ACTIVE") throws -> Deployed {
        let text = """
            {"targetArn":"\(Self.arn)","deploymentName":"line","deploymentId":"d1","revisionId":"3",
            "deploymentStatus":"\(status)","isLatestForTarget":true,"creationTimestamp":1,"iotJobId":"j","tags":{},
            "components":{\(components)}\(more)}
            """
        let json = try JSONValue(json: Array(text.utf8))
        return Deployed(id: "d1", status: status, revision: "3", document: json)
    }

    private func plan(
        _ document: DeploymentDocument,
        _ deployed: Deployed?,
        replace: Bool = false
    ) throws -> DeploymentPlan {
        DeploymentPlan(document, target: try DeploymentTarget(Self.arn), deployed: deployed, replace: replace)
    }

    private static let app = #""app":{"componentVersion":"1.0.1"}"#
    private static let theirs = """
        "theirs":{"componentVersion":"2.0.0","configurationUpdate":{"merge":"{\\"a\\": 1}","reset":["/b"]},
        "runWith":{"posixUser":"u:g"}}
        """

    @Test("[deploy-10] leave other people's components as they are, and replace one's own")
    func merge() throws {
        let found = try plan(
            try document(Self.app),
            try deployed(#""app":{"componentVersion":"1.0.0"},"# + Self.theirs)
        )
        #expect(found.kept == ["theirs"])
        #expect(found.removed.isEmpty)
        let theirs = try #require(found.document["components"]?["theirs"])
        #expect(theirs["componentVersion"]?.text == "2.0.0")
        #expect(theirs["configurationUpdate"]?["merge"]?.text == #"{"a": 1}"#)
        #expect(theirs["runWith"]?["posixUser"]?.text == "u:g")
        #expect(found.document["components"]?["app"]?["componentVersion"]?.text == "1.0.1")
        #expect(found.document["deploymentId"] == nil)
        #expect(found.isNeeded)
        #expect(found.differences.count == 1)
        #expect(found.differences.first?.contains("1.0.0 -> 1.0.1") == true)
    }

    @Test("[deploy-10] keep policies and rollout that are deployed, unless the release has its own")
    func policies() throws {
        let deployedPolicy = #","deploymentPolicies":{"failureHandlingPolicy":"DO_NOTHING"}"#
        let job = #","iotJobConfiguration":{"timeoutConfig":{"inProgressTimeoutInMinutes":7}}"#
        let there = try deployed(Self.app, deployedPolicy + job)
        let kept = try plan(try document(Self.app), there)
        #expect(kept.document["deploymentPolicies"]?["failureHandlingPolicy"]?.text == "DO_NOTHING")
        #expect(kept.document["iotJobConfiguration"]?["timeoutConfig"] != nil)
        #expect(!kept.isNeeded)
        let own = #","deploymentPolicies":{"failureHandlingPolicy":"ROLLBACK"}"#
        let replaced = try plan(try document(Self.app, own), there)
        #expect(replaced.document["deploymentPolicies"]?["failureHandlingPolicy"]?.text == "ROLLBACK")
        #expect(replaced.isNeeded)
    }

    @Test("[deploy-11] tell what goes where a release replaces everything")
    func replace() throws {
        let found = try plan(try document(Self.app), try deployed(Self.app + "," + Self.theirs), replace: true)
        #expect(found.removed == ["theirs"])
        #expect(found.kept.isEmpty)
        #expect(found.isNeeded)
        #expect(found.document["components"]?["theirs"] == nil)
    }

    @Test(
        "[deploy-13] are not needed where only the spelling differs",
        arguments: [
            (#""app":{"componentVersion":"1.0.1"}"#, #""app":{"componentVersion":"1.0.1","configurationUpdate":{}}"#),
            (
                #""app":{"componentVersion":"1.0.1","configurationUpdate":{"merge":"{\"a\":1,\"b\":2}"}}"#,
                #""app":{"componentVersion":"1.0.1","configurationUpdate":{"reset":[],"merge":"{\"b\": 2.0, \"a\": 1}"}}"#
            ),
            (
                #""app":{"componentVersion":"1.0.1","configurationUpdate":{"merge":"{}"}}"#,
                #""app":{"runWith":{},"componentVersion":"1.0.1"}"#
            ),
        ]
    )
    func spelling(ours: String, theirs: String) throws {
        let defaults = """
            ,"deploymentPolicies":{"failureHandlingPolicy":"ROLLBACK","componentUpdatePolicy":{"timeoutInSeconds":60,
            "action":"NOTIFY_COMPONENTS"},"configurationValidationPolicy":{"timeoutInSeconds":30}},
            "iotJobConfiguration":{}
            """
        for replace in [true, false] {
            #expect(try plan(try document(ours), try deployed(theirs, defaults), replace: replace).isNeeded == false)
        }
    }

    @Test("[deploy-13] are needed where the same was cancelled or has failed, or nothing is there")
    func ended() throws {
        #expect(try plan(try document(Self.app), try deployed(Self.app, status: "CANCELED")).isNeeded)
        #expect(try plan(try document(Self.app), try deployed(Self.app, status: "FAILED")).isNeeded)
        #expect(try plan(try document(Self.app), nil).isNeeded)
        #expect(try !plan(try document(Self.app), try deployed(Self.app, status: "COMPLETED")).isNeeded)
    }

    @Test("[deploy-15] have the same token for the same document over the same deployment only")
    func token() throws {
        func token(_ plan: DeploymentPlan) throws -> String {
            try #require(try JSONValue(json: plan.request)["clientToken"]?.text)
        }
        let there = try deployed(#""app":{"componentVersion":"1.0.0"}"#)
        let first = try token(try plan(try document(Self.app), there))
        #expect(first.count == 64)
        #expect(try token(try plan(try document(Self.app), there)) == first)
        #expect(try token(try plan(try document(Self.app), nil)) != first)
        #expect(try token(try plan(try document(#""app":{"componentVersion":"1.0.2"}"#), there)) != first)
    }
}
