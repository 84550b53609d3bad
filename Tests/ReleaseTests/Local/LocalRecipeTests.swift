import Foundation
import Recipes
import Support
import Testing

@testable import Release

@Suite("A recipe on this machine")
struct LocalRecipeTests {
    private static let platform = LocalPlatform(
        attributes: ["os": "linux", "architecture": "amd64", "runtime": "classic"]
    )

    private static func component(_ members: String) throws -> LocalComponent {
        let json = #"{"ComponentName": "a.b", "ComponentVersion": "1.2.3", \#(members)}"#
        return try LocalRecipe(try JSONValue(json: Array(json.utf8)), source: "r.json", platform: platform).component()
    }

    @Test(
        "[local-2] takes the first manifest that is for it",
        arguments: [
            (#"{"os": "windows"}"#, false), (#"{"os": "linux", "runtime": "*"}"#, true), (#"{"os": "all"}"#, true),
            (#"{"architecture": "/amd64|x86/"}"#, true), (#"{"architecture": "/amd/"}"#, false),
            (#"{"runtime": "aws_nucleus_lite"}"#, false), (#"{"board": "*"}"#, true), (#"{"board": "x"}"#, false),
        ]
    )
    func platforms(platform: String, isTaken: Bool) throws {
        let component = try Self.component(
            """
            "Manifests": [{"Platform": \(platform), "Lifecycle": {"run": "first"}}, {"Lifecycle": {"run": "last"}}]
            """
        )
        #expect(component.scripts[.run]?.text == (isTaken ? "first" : "last"))
    }

    @Test("[local-2] reads keys in any case, numbers as texts, and selections")
    func spelling() throws {
        let component = try Self.component(
            """
            "Lifecycle": {"setEnv": {"A": 1}, "install": {"fast": {"SCRIPT": "x", "timeout": "7", "requiresPrivilege": "True"}, "all": "y"}},
            "manifests": [{"Selections": ["fast"], "Artifacts": [{"uri": "s3://b/k/a.tar.zip", "unarchive": "zip", "permission": {"execute": "all"}}]}],
            "ComponentDependencies": {"x": {"VersionRequirement": "^1.0.0", "DependencyType": "soft"}, "y": {}}
            """
        )
        let script = try #require(component.scripts[.install])
        #expect(script.text == "x")
        #expect(script.timeout == .seconds(7))
        #expect(script.requiresPrivilege)
        #expect(component.environment == ["A": "1"])
        #expect(component.needs == [LocalNeed("x", isHard: false), LocalNeed("y", isHard: true)])
        #expect(component.artifacts.first?.folder == "a.tar")
        #expect(component.artifacts.first?.mode == 0o555)
    }

    @Test(
        "[local-3] says what is wrong with it",
        arguments: [
            (#""Manifests": []"#, "no Manifests"),
            (#""Manifests": [{"Platform": {"os": "darwin"}}]"#, "none of the 1 Manifests is for this machine"),
            (#""Manifests": [{"Lifecycle": {"run": "a", "startup": "b"}}]"#, "both run and startup"),
            (#""Manifests": [{"Lifecycle": {"run": {"Script": "a", "Timeout": -1}}}]"#, "Timeout of run"),
            (#""Manifests": [{"Platform": {"os": "/(/"}}]"#, "no regular expression"),
            (#""Manifests": [{"Artifacts": [{"URI": "s3://b/.."}]}]"#, "does not end with a file's name"),
        ]
    )
    func faults(members: String, message: String) {
        let error = #expect(throws: ReleaseError.self) { try Self.component(members) }
        #expect(error?.kind == .input)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(
        "[local-6] puts in what it knows, and leaves the rest",
        arguments: [
            ("{artifacts:path} {work:path}", "/a /w", []), ("{artifacts:decompressedPath}/x", "/d/x", []),
            ("{configuration:/s}{configuration:/n}{configuration:/o}", #"t1{"k":[true]}"#, []),
            ("{configuration:/o/k/0} {configuration:/none}", "true {configuration:/none}", ["{configuration:/none}"]),
            ("{configuration:/a~1b}", "slash", []), ("{kernel:rootPath} {iot:thingName}", "/root thing", []),
            ("{dep:work:path} {far:work:path}", "/dw {far:work:path}", ["{far:work:path}"]),
            ("${X:-y} {} {a b:c} {{work:path}", "${X:-y} {} {a b:c} {/w", []),
        ]
    )
    func variables(text: String, replaced: String, missing: [String]) throws {
        let configuration = try JSONValue(json: Array(#"{"s":"t","n":1,"o":{"k":[true]},"a/b":"slash"}"#.utf8))
        let variables = LocalVariables(
            own: .init(artifacts: "/a", decompressed: "/d", work: "/w", configuration: configuration),
            others: ["dep": .init(artifacts: "/da", decompressed: "/dd", work: "/dw", configuration: .object([]))],
            root: "/root",
            thing: "thing"
        )
        let result = variables.replace(text)
        #expect(result.text == replaced)
        #expect(result.missing == missing)
    }

    @Test(
        "[local-6] leaves a step out where its condition says so",
        arguments: [
            ("exists /etc", true), ("exists /none", false), ("!exists /none", true), ("onpath sh", true),
            ("! onpath sh", false), ("onpath none", false),
        ]
    )
    func conditions(condition: String, isSkipped: Bool) throws {
        let component = try Self.component(
            #""Manifests": [{"Lifecycle": {"install": {"Script": "x", "Skipif": "\#(condition)"}}}]"#
        )
        let place = LocalVariables.Place(artifacts: "", decompressed: "", work: "", configuration: .null)
        let run = LocalRun(
            component: component,
            variables: LocalVariables(own: place, others: [:], root: "", thing: ""),
            environment: ["PATH": "/nowhere:/bin"],
            work: "/"
        )
        #expect(try run.isSkipped(.install) { ["/etc", "/bin/sh"].contains($0) } == isSkipped)
    }

    @Test("[local-7] hands credentials to those alone that depend on the token exchange service")
    func credentials() throws {
        let settings = LocalSettings(environment: ["AWS_SECRET_ACCESS_KEY": "s", "OTHER": "o", "LANG": "C"])
        let manifests = #""Manifests": [{}]"#
        let plain = settings.variables(of: try Self.component(manifests))
        #expect(plain["AWS_SECRET_ACCESS_KEY"] == nil && plain["OTHER"] == nil && plain["LANG"] == "C")
        let trusted = try Self.component(
            manifests + #", "ComponentDependencies": {"aws.greengrass.TokenExchangeService": {}}"#
        )
        #expect(settings.variables(of: trusted)["AWS_SECRET_ACCESS_KEY"] == "s")
    }
}
