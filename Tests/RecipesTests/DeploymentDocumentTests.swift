import Recipes
import Testing

@Suite("A deployment")
struct DeploymentDocumentTests {
    static let template = """
        {
          "targetArn": "$THING_GROUP_ARN$",
          "deploymentName": "$PROJECT_NAME_ID$-deployment",
          "components": {
            "aws.greengrass.Cli": {"componentVersion": "2.12.0"},
            "io.marram.edge": {
              "componentVersion": "x.x.x",
              "configurationUpdate": {"merge": {"node": "a", "count": 3}, "reset": ["/accessControl", ""]},
              "runWith": {"posixUser": "ggc_user:ggc_group", "systemResourceLimits": {"memory": 1024, "cpus": 0.5}}
            },
            "io.marram.press": null
          },
          "deploymentPolicies": {
            "failureHandlingPolicy": "rollback",
            "componentUpdatePolicy": {"action": "NOTIFY_COMPONENTS", "timeoutInSeconds": 60},
            "configurationValidationPolicy": {"timeoutInSeconds": "30"}
          },
          "iotJobConfiguration": {
            "jobExecutionsRolloutConfig": {
              "exponentialRate": {
                "baseRatePerMinute": 5, "incrementFactor": 1.5, "rateIncreaseCriteria": {"numberOfSucceededThings": 10}
              },
              "maximumPerMinute": 100
            },
            "abortConfig": {
              "criteriaList": [
                {"failureType": "ALL", "action": "CANCEL", "thresholdPercentage": 12.5, "minNumberOfExecutedThings": 3}
              ]
            },
            "timeoutConfig": {"inProgressTimeoutInMinutes": 60}
          },
          "tags": {"project": "press"}
        }
        """
    static let group = "arn:aws:iot:eu-west-1:111111111111:thinggroup/presses"

    static func document(_ text: String, variables: [String: String]? = [:]) throws -> DeploymentDocument {
        try DeploymentDocument(ConfigurationNode(parsing: text, source: "d.json"), variables: variables)
    }

    static func json(_ text: String) throws -> JSONValue { try JSONValue(json: Array(text.utf8)) }

    static let variables = ["PROJECT_NAME": "press", "PROJECT_ID": "7"]

    @Test("is read with everything that the service knows, merge becoming a text [recipe-21]")
    func reading() throws {
        let document = try Self.document(Self.template, variables: Self.variables)
        #expect(document.target == nil)
        #expect(document.components == ["aws.greengrass.Cli", "io.marram.edge", "io.marram.press"])
        #expect(document.value["targetArn"] == .string("$THING_GROUP_ARN$"))
        #expect(document.value["deploymentName"] == .string("press-7-deployment"))
        #expect(
            document.value["components"]?["io.marram.edge"]?["configurationUpdate"]?["merge"]
                == .string(#"{"node":"a","count":3}"#)
        )
        let policies = document.value["deploymentPolicies"]
        #expect(policies?["failureHandlingPolicy"] == .string("ROLLBACK"))
        #expect(policies?["configurationValidationPolicy"]?["timeoutInSeconds"] == .integer(30))
        let job = document.value["iotJobConfiguration"]
        #expect(job?["abortConfig"]?["criteriaList"]?.elements?[0]["thresholdPercentage"] == .number(12.5))
        #expect(document.componentsWithoutVersion() == ["io.marram.edge", "io.marram.press"])
        let own = try Self.document(
            Self.template,
            variables: Self.variables.merging(["THING_GROUP_ARN": Self.group]) { $1 }
        )
        #expect(own.target == Self.group)
    }

    @Test("has the same limits as YAML, and variables where they are given [recipe-21]")
    func yaml() throws {
        let text = "targetArn: ${TARGET_ARN}\ncomponents:\n  $NAME$: {componentVersion: 1.0.0}\n"
        let document = try Self.document(text, variables: ["NAME": "io.a"])
        #expect(document.components == ["io.a"])
        #expect(document.value["targetArn"] == .string("$TARGET_ARN$"))
        #expect(throws: ConfigurationError.self) { try Self.document(text) }
        let plain = try Self.document(#"{"targetArn": "$TARGET_ARN$", "deploymentName": "$A$"}"#, variables: nil)
        #expect(plain.value["deploymentName"] == .string("$A$"))
    }

    static let target = "expected the ARN of a thing or thing group, or $THING_GROUP_ARN$ or $TARGET_ARN$"

    @Test(
        "is refused where the service would [recipe-21]",
        arguments: [
            (
                "[]",
                "d.json:1:1: the deployment is a list; expected an object with targetArn, deploymentName, components, "
                    + "deploymentPolicies, iotJobConfiguration, parentTargetArn, tags, clientToken"
            ),
            ("component: {}", "d.json:1:1: unknown key 'component' of the deployment; did you mean 'components'?"),
            (
                "targetArn: arn:aws:iot:eu-west-1:1:group/x",
                "d.json:1:12: targetArn is 'arn:aws:iot:eu-west-1:1:group/x'; \(target)"
            ),
            (
                "targetArn: arn:aws:iot:eu-west-1:1:thing/",
                "d.json:1:12: targetArn is 'arn:aws:iot:eu-west-1:1:thing/'; \(target)"
            ),
            ("deploymentName: ''", "d.json:1:17: deploymentName is ''; expected a text of 1 to 256 characters"),
            ("components: [a]", "d.json:1:13: components is a list; expected an object of components by name"),
            (
                "components: {a b: {}}",
                "d.json:1:14: a component is 'a b'; expected letters, digits, '-', '_' and '.', at most 128"
            ),
            (
                "components: {a: {componentVersion: 1.0}}",
                "d.json:1:36: componentVersion is '1.0'; expected a version such as 1.4.0, or x.x.x for the one of this release"
            ),
            (
                "components: {a: {version: 1.0.0}}",
                "d.json:1:18: unknown key 'version' of the component 'a'; expected one of: componentVersion, "
                    + "configurationUpdate, runWith"
            ),
            (
                "components: {a: {configurationUpdate: {merge: [1]}}}",
                "d.json:1:47: merge is a list; expected an object, or a text with a JSON object in it"
            ),
            (
                "components: {a: {configurationUpdate: {merge: '[1]'}}}",
                "d.json:1:47: merge is a text with JSON that is no object; expected an object, or a text with a JSON object in it"
            ),
            (
                "components: {a: {configurationUpdate: {merge: '{'}}}",
                "d.json:1:47: merge is not valid JSON; expected one JSON value in UTF-8; expected an object, or a text with a "
                    + "JSON object in it"
            ),
            (
                "components: {a: {configurationUpdate: {merge: {x: .inf}}}}",
                "d.json:1:51: '.inf' is no number for JSON; expected a finite number of at most 64 bits, or the text in quotes"
            ),
            (
                "components: {a: {configurationUpdate: {reset: [accessControl]}}}",
                "d.json:1:48: an element of reset is 'accessControl'; expected a JSON pointer of at most 256 characters such as "
                    + "'/accessControl', or '' for everything"
            ),
            (
                "components: {a: {runWith: {posixUser: 'a:b:c'}}}",
                "d.json:1:39: posixUser is 'a:b:c'; expected a user, a group after ':', or both: 'user:group'"
            ),
            (
                "components: {a: {runWith: {systemResourceLimits: {cpus: 0}}}}",
                "d.json:1:57: cpus is '0'; expected a number from 0.01 to 10000"
            ),
            (
                "deploymentPolicies: {failureHandlingPolicy: STOP}",
                "d.json:1:45: failureHandlingPolicy is 'STOP'; expected one of: ROLLBACK, DO_NOTHING"
            ),
            (
                "deploymentPolicies: {componentUpdatePolicy: {timeoutInSeconds: 1.5}}",
                "d.json:1:64: timeoutInSeconds is '1.5'; expected a whole number from 1 to 2147483647"
            ),
            (
                "iotJobConfiguration: {jobExecutionsRolloutConfig: {maximumPerMinute: 1001}}",
                "d.json:1:70: maximumPerMinute is '1001'; expected a whole number from 1 to 1000"
            ),
            (
                "iotJobConfiguration: {abortConfig: {}}",
                "d.json:1:36: criteriaList of abortConfig is missing; add it"
            ),
            (
                "iotJobConfiguration: {abortConfig: {criteriaList: []}}",
                "d.json:1:51: criteriaList is an empty list; expected a list of at least one criterion"
            ),
            (
                "iotJobConfiguration: {timeoutConfig: {inProgressTimeoutInMinutes: 10081}}",
                "d.json:1:67: inProgressTimeoutInMinutes is '10081'; expected a whole number from 1 to 10080"
            ),
            (
                "tags: {'aws:x': y}",
                "d.json:1:8: the tag 'aws:x' is no name for a tag; expected 1 to 128 characters, not aws:…"
            ),
            ("clientToken: a_b", "d.json:1:14: clientToken is 'a_b'; expected 1 to 64 letters, digits and '-'"),
        ]
    )
    func problems(text: String, expected: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.document(text) }
        #expect(error?.description == expected)
    }

    @Test("has its rollout complete, growing by one criterion [recipe-21]")
    func rollout() {
        let text = "iotJobConfiguration: {jobExecutionsRolloutConfig: {exponentialRate: {rateIncreaseCriteria: {}}}}"
        let error = #expect(throws: ConfigurationError.self) { try Self.document(text) }
        #expect(
            error?.problems.map(\.message) == [
                "baseRatePerMinute of exponentialRate is missing; add it",
                "incrementFactor of exponentialRate is missing; add it",
                "rateIncreaseCriteria has 0 members; expected either numberOfNotifiedThings or numberOfSucceededThings",
            ]
        )
    }

    @Test(
        "goes to a thing or a thing group [recipe-21]",
        arguments: [
            (group, true), ("arn:aws-cn:iot:cn-north-1:111111111111:thing/a:b/c", true), ("arn:aws:s3:::bucket", false),
            ("arn:aws:iot:eu-west-1::thing/a", false), ("arn:aws:iot:eu-west-1:x:thing/a", false), ("", false),
            ("$TARGET_ARN$", false), ("arn:aws:iot:eu-west-1:1:thing/$X$", false),
        ]
    )
    func targets(arn: String, expected: Bool) {
        #expect(DeploymentDocument.isTarget(arn) == expected)
    }

    @Test("is filled with versions and target, and nothing else of it changes [recipe-22]")
    func filled() throws {
        let document = try Self.document(Self.template, variables: Self.variables)
        let versions = ["io.marram.edge": SemanticVersion(1, 0, 1), "io.marram.new": SemanticVersion(2, 0, 0)]
        let filled = document.filled(versions: versions, target: Self.group)
        let differences = filled.differences(from: document.value).map(\.description)
        #expect(
            differences == [
                #"/targetArn: "$THING_GROUP_ARN$" -> "\#(Self.group)""#,
                #"/components/io.marram.edge/componentVersion: "x.x.x" -> "1.0.1""#,
                #"/components/io.marram.new: nothing -> {"componentVersion":"2.0.0"}"#,
            ]
        )
        #expect(document.componentsWithoutVersion(versions) == ["io.marram.press"])
        #expect(document.filled(versions: [:], target: nil) == document.value)
        let again = try Self.document(filled.json(pretty: true), variables: nil)
        #expect(again.value == filled && again.target == Self.group)
    }

    static let deployed = """
        {
          "targetArn": "\(group)", "revisionId": "5", "deploymentId": "d-1", "deploymentStatus": "COMPLETED",
          "iotJobId": "j", "iotJobArn": "a", "isLatestForTarget": true, "creationTimestamp": 1.5, "deploymentName": "old",
          "components": {
            "other.team": {"componentVersion": "9.0.0", "configurationUpdate": {"merge": "{\\"a\\":1}"}},
            "io.marram.edge": {"componentVersion": "1.0.0", "configurationUpdate": {"merge": "{\\"node\\":\\"a\\"}"}}
          },
          "deploymentPolicies": {"failureHandlingPolicy": "DO_NOTHING"},
          "tags": {"owner": "us"}, "parentTargetArn": null
        }
        """

    @Test("takes nothing away that somebody else has deployed [recipe-23]")
    func merged() throws {
        let ours = try Self.document(
            """
            targetArn: \(Self.group)
            deploymentName: new
            clientToken: t-1
            components:
              io.marram.edge: {componentVersion: 1.0.1, configurationUpdate: {merge: {node: b}}}
              io.marram.press: {componentVersion: 3.0.0}
            iotJobConfiguration: {timeoutConfig: {inProgressTimeoutInMinutes: 5}}
            """
        )
        let merged = try ours.merged(onto: Self.json(Self.deployed))
        let expected = try Self.json(
            """
            {
              "targetArn": "\(Self.group)", "deploymentName": "new", "clientToken": "t-1",
              "components": {
                "other.team": {"componentVersion": "9.0.0", "configurationUpdate": {"merge": "{\\"a\\":1}"}},
                "io.marram.edge": {"componentVersion": "1.0.1", "configurationUpdate": {"merge": "{\\"node\\":\\"b\\"}"}},
                "io.marram.press": {"componentVersion": "3.0.0"}
              },
              "deploymentPolicies": {"failureHandlingPolicy": "DO_NOTHING"},
              "iotJobConfiguration": {"timeoutConfig": {"inProgressTimeoutInMinutes": 5}},
              "tags": {"owner": "us"}
            }
            """
        )
        #expect(merged == expected)
        #expect(merged.members?.map(\.name).first == "targetArn")
        #expect(ours.merged(onto: .object([])) == ours.value)
    }

    @Test("is compared with what is deployed, a line a change [recipe-24]")
    func difference() throws {
        let deployed = try Self.json(Self.deployed)
        let next = try Self.json(
            """
            {
              "targetArn": "\(Self.group)", "deploymentName": "old", "clientToken": "t",
              "components": {
                "io.marram.edge": {
                  "componentVersion": "1.0.1",
                  "configurationUpdate": {"merge": "{\\"node\\": \\"b\\", \\"password\\": \\"hunter2\\"}", "reset": ["/x"]}
                },
                "io.marram.press": {"componentVersion": "3.0.0"}
              },
              "deploymentPolicies": {"failureHandlingPolicy": "ROLLBACK"}
            }
            """
        )
        #expect(
            DeploymentDocument.difference(from: deployed, to: next) == [
                "- other.team 9.0.0", "~ io.marram.edge 1.0.0 -> 1.0.1", #"~ io.marram.edge merge /node: "a" -> "b""#,
                "+ io.marram.edge merge /password: ********", #"+ io.marram.edge reset: ["/x"]"#,
                "+ io.marram.press 3.0.0",
                #"~ deploymentPolicies /failureHandlingPolicy: "DO_NOTHING" -> "ROLLBACK""#,
                #"- tags: {"owner":"us"}"#,
            ]
        )
        #expect(DeploymentDocument.difference(from: deployed, to: deployed) == [])
        #expect(DeploymentDocument.difference(from: nil, to: next).first == "+ io.marram.edge 1.0.1")
    }
}
