import AWS
import Foundation
import Recipes
@testable import Release
import Support
import Testing
import Transfer

@Suite("gg synth makes a release")
struct SynthTests {
    @Test("[gg-20] [gg-26] a first release has 1.0.0, filled recipes, a deployment and a release file")
    func first() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"))
        try site.write("print(1)", to: "app/main.py")
        let (result, release) = try site.synth { $0.target = "arn:aws:iot:eu-west-1:111111111111:thinggroup/line" }
        let name = site.name("app")
        #expect(result.components.map(\.version) == ["1.0.0"])
        #expect(result.components[0].what == "new")
        #expect(release.region == "eu-west-1")
        #expect(release.components[0].artifacts.map(\.uri) == ["s3://artifacts/\(name)/1.0.0/app.zip"])
        let recipe = try JSONValue(json: site.bytes("build/recipes/\(name)-1.0.0.json"))
        #expect(recipe["ComponentVersion"]?.text == "1.0.0")
        #expect(
            recipe["Manifests"]?.elements?[0]["Artifacts"]?.elements?[0]["URI"]?.text
                == release.components[0].artifacts[0].uri
        )
        let deployment = try JSONValue(json: site.bytes("build/deployment.json"))
        #expect(deployment["targetArn"]?.text == "arn:aws:iot:eu-west-1:111111111111:thinggroup/line")
        #expect(deployment["components"]?[name]?["componentVersion"]?.text == "1.0.0")
    }

    @Test("[gg-27] the same inputs give the same bytes")
    func reproducible() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"))
        try site.write("print(1)", to: "app/main.py")
        try site.synth()
        let first = try site.bytes("build/release.json")
        try FileManager.default.removeItem(atPath: site.build.path)
        try site.synth()
        #expect(try site.bytes("build/release.json") == first)
        // A date, with hyphens or before a T; digests and marks are hexadecimal and can be neither.
        #expect(try !site.read("build/release.json").contains(/20\d\d-\d\d-\d\d|20\d{6}T/))
    }

    @Test("[gg-20] the next version follows the greatest of more than 100, a pre-release its own release")
    func pages() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"), site.component("beta"))
        for handle in ["app", "beta"] { try site.write("1", to: "\(handle)/main.py") }
        _ = try inParallel(Array(0..<105), limit: 8) { patch throws(ReleaseError) in
            do { try site.publish(site.name("app"), "1.0.\(patch)") } catch { throw ReleaseError.of(error) }
        }
        try site.publish(site.name("beta"), "1.0.9")
        try site.publish(site.name("beta"), "1.1.0-rc.1")
        let (_, release) = try site.synth()
        #expect(release.components.map(\.version) == ["1.0.105", "1.1.0"])
        let (_, minor) = try site.synth { $0.updateVersion = .minor }
        #expect(minor.components.map(\.version) == ["1.1.0", "1.1.0"])
        let (_, major) = try site.synth { $0.updateVersion = .major }
        #expect(major.components.map(\.version) == ["2.0.0", "2.0.0"])
    }

    @Test("[gg-24] a build folder among a component's sources is an error until it is left out")
    func buildFolderAmongSources() async throws {
        let site = try await SynthSite()
        try site.write("print(1)", to: "app/main.py")
        func synth(_ place: String) throws -> [String] {
            let options = SynthOptions(bucket: "artifacts", cache: site.folder.url.appending(path: "cache").path)
            let folder = BuildFolder(site.folder.url.appending(path: place).path)
            return try Synth(
                project: try site.project(),
                folder: folder,
                options: options,
                session: try site.cloud.session([:]),
                journal: site.journal
            ).run().components.map(\.version)
        }
        try site.configure(site.component("app"))
        let error = #expect(throws: ReleaseError.self) { try synth("app/out/release") }
        #expect(error?.kind == .input && error?.message.contains("--build-dir") == true)
        #expect(try synth("app/build") == ["1.0.0"])
        #expect(try synth("application") == ["1.0.0"])
        try site.configure(site.component("app", "build: {build_system: zip, excludes: ['out/**']}"))
        #expect(try synth("app/out/release") == ["1.0.0"])
    }

    @Test("[gg-22] what is published from the same sources keeps its version; a change makes the next one")
    func unchanged() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"))
        try site.write("print(1)", to: "app/main.py")
        try site.synth()
        try site.publish()
        let (result, release) = try site.synth()
        #expect(result.components.map(\.what) == ["unchanged"])
        #expect(release.components[0].isUnchanged)
        #expect(release.components[0].version == "1.0.0")
        try site.write("print(2)", to: "app/main.py")
        let (_, changed) = try site.synth()
        #expect(changed.components[0].version == "1.0.1")
        #expect(!changed.components[0].isUnchanged)
    }

    @Test(
        "[gg-23] x.x.x is the release's own version, and a changed dependency makes its dependent new; a range does not"
    )
    func dependencies() async throws {
        let site = try await SynthSite()
        let base = site.name("base")
        try site.configure(
            site.component(
                "app",
                "ComponentDependencies: {\(base): {VersionRequirement: x.x.x, DependencyType: HARD}}"
            ),
            site.component("loose", "ComponentDependencies: {\(base): {VersionRequirement: '>=1.0.0 <3.0.0'}}"),
            site.component("base")
        )
        for handle in ["app", "loose", "base"] { try site.write("1", to: "\(handle)/file") }
        let (_, first) = try site.synth()
        #expect(first.components.map(\.handle) == ["base", "app", "loose"])
        #expect(first.components[1].dependencies == [base])
        try site.publish()
        try site.write("2", to: "base/file")
        let (_, second) = try site.synth()
        #expect(second.components.map(\.version) == ["1.0.1", "1.0.1", "1.0.0"])
        #expect(second.components.map(\.isUnchanged) == [false, false, true])
        let recipe = try JSONValue(json: site.bytes("build/" + second.components[1].recipe))
        #expect(recipe["ComponentDependencies"]?[base]?["VersionRequirement"]?.text == "1.0.1")
        #expect(!site.exists("build/recipes/\(base)-1.0.0.json"))
    }

    @Test("[gg-23] x.x.x of a component outside the release is its newest published version, or an error that names it")
    func others() async throws {
        let site = try await SynthSite()
        let other = site.name("other")
        try site.configure(site.component("app", "ComponentDependencies: {\(other): {VersionRequirement: x.x.x}}"))
        try site.write("1", to: "app/file")
        let error = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(error.kind == .input)
        #expect(error.message.contains(other) && error.message.contains("gg-config.yml:"))
        for version in ["1.2.0", "1.10.0", "1.9.0"] { try site.publish(other, version) }
        let (_, release) = try site.synth()
        let recipe = try JSONValue(json: site.bytes("build/" + release.components[0].recipe))
        #expect(recipe["ComponentDependencies"]?[other]?["VersionRequirement"]?.text == "1.10.0")
    }

    @Test("[gg-21] a version that is said is an error where it is published with other sources")
    func said() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app", "version: 2.5.0"))
        try site.write("1", to: "app/file")
        let (_, release) = try site.synth()
        #expect(release.components[0].version == "2.5.0")
        try site.publish()
        #expect(try site.synth().release.components[0].isUnchanged)
        try site.write("2", to: "app/file")
        let error = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(error.kind == .input)
        #expect(error.message.contains("2.5.0") && error.message.contains(release.components[0].sourceDigest))
    }

    @Test("[gg-25] the template stays as it was written, but for versions and the target")
    func template() async throws {
        let site = try await SynthSite()
        let other = site.name("other")
        try site.configure(site.component("app"))
        try site.write("1", to: "app/file")
        try site.publish(other, "3.1.4")
        try site.write(
            """
            {"targetArn": "$THING_GROUP_ARN$", "deploymentName": "mine", "components": {
              "\(site.name("app"))": {"componentVersion": "x.x.x", "runWith": {"posixUser": "ggc:ggc"}},
              "aws.greengrass.Cli": {"componentVersion": "2.9.0"}, "\(other)": {"componentVersion": "x.x.x"}},
             "deploymentPolicies": {"failureHandlingPolicy": "DO_NOTHING"}}
            """,
            to: "deployment.json"
        )
        try site.synth()
        let deployment = try JSONValue(json: site.bytes("build/deployment.json"))
        #expect(deployment["targetArn"]?.text == "$THING_GROUP_ARN$")
        #expect(deployment["deploymentName"]?.text == "mine")
        #expect(deployment["deploymentPolicies"]?["failureHandlingPolicy"]?.text == "DO_NOTHING")
        let components = try #require(deployment["components"])
        #expect(components[site.name("app")]?["componentVersion"]?.text == "1.0.0")
        #expect(components[site.name("app")]?["runWith"]?["posixUser"]?.text == "ggc:ggc")
        #expect(components["aws.greengrass.Cli"]?["componentVersion"]?.text == "2.9.0")
        #expect(components[other]?["componentVersion"]?.text == "3.1.4")
    }

    @Test("[gg-28] a missing bucket says how to give one; nothing is written")
    func bucket() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"))
        try site.write("1", to: "app/file")
        let error = try #require(throws: ReleaseError.self) { try site.synth { $0.bucket = nil } }
        #expect(error.kind == .input)
        #expect(error.message.contains("--artifact-bucket") && error.message.contains("ARTIFACT_BUCKET"))
        #expect(!site.exists("build/release.json"))
    }

    @Test(
        "[gg-28] wrong credentials and missing permissions are told, throttling is waited for; no half release is left"
    )
    func refused() async throws {
        let moto = try await MotoServer.get()
        let key = GreengrassServer.Key(id: moto.friend.id, secret: moto.friend.secret)
        let own = SynthCloud(greengrass: try await GreengrassServer(keys: [key]), moto: moto)
        let site = try await SynthSite(own)
        try site.configure(site.component("app"))
        try site.write("1", to: "app/file")
        let wrong = try #require(throws: ReleaseError.self) {
            try site.synth(session: ["AWS_SECRET_ACCESS_KEY": "another-secret"])
        }
        #expect(wrong.kind == .cloud)
        #expect(!wrong.message.contains("another-secret"))
        try own.greengrass.fail("ListComponentVersions", "AccessDeniedException")
        let denied = try #require(throws: ReleaseError.self) { try site.synth() }
        #expect(denied.kind == .cloud)
        #expect(denied.message.contains("ListComponentVersions"))
        #expect(!site.exists("build/release.json"))
        try own.greengrass.fail("ListComponentVersions", "ThrottlingException", times: 2)
        #expect(try site.synth().release.components.map(\.version) == ["1.0.0"])
    }

    @Test("[gg-24] one synth at a time writes into a build folder")
    func lock() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"))
        try site.write("1", to: "app/file")
        try WholeFile.makeFolder(site.build.path)
        do {
            let lock = try FolderLock(site.build.path)
            let error = try #require(throws: ReleaseError.self) { try site.synth() }
            #expect(error.message.contains("another gg"))
            _ = consume lock
        }
        #expect(try site.synth().release.components.count == 1)
    }

    @Test("[gg-29] the kit's files are written where they are asked for, and change no digest")
    func kit() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app", "build: {build_system: zip, excludes: ['**/*.tmp']}"))
        try site.write("1", to: "app/file")
        let plain = try site.synth().release
        #expect(!site.exists("app/gdk-config.json"))
        let (_, release) = try site.synth { $0.writesGDK = true }
        #expect(release == plain)
        let (_, again) = try site.synth()
        #expect(again == plain)
        let config = try JSONValue(json: site.bytes("app/gdk-config.json"))
        let component = try #require(config["component"]?[site.name("app")])
        #expect(component["version"]?.text == "1.0.0")
        #expect(component["build"]?["options"]?["zip_name"]?.text == "app")
        #expect(component["publish"]?["region"]?.text == "eu-west-1")
        let recipe = try JSONValue(json: site.bytes("app/recipe.json"))
        #expect(
            recipe["Manifests"]?.elements?[0]["Artifacts"]?.elements?[0]["URI"]?.text
                == "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip"
        )
    }

    @Test("[gg-24] artifacts are kept where they still fit, and else taken away")
    func artifacts() async throws {
        let site = try await SynthSite()
        try site.configure(site.component("app"))
        try site.write("1", to: "app/file")
        var release = try site.synth().release
        let file = "build/artifacts/\(site.name("app"))/1.0.0/app.zip"
        try site.write("zip", to: file)
        try site.write("old", to: "build/artifacts/\(site.name("gone"))/1.0.0/x.zip")
        release.components[0].artifacts[0].sha256 = String(repeating: "a", count: 64)
        try site.build.write(release)
        #expect(try site.synth().release.components[0].artifacts[0].sha256 == String(repeating: "a", count: 64))
        #expect(site.exists(file))
        #expect(!site.exists("build/artifacts/\(site.name("gone"))"))
        try site.write("2", to: "app/file")
        #expect(try site.synth().release.components[0].artifacts[0].sha256 == nil)
        #expect(!site.exists(file))
    }
}
