import Recipes
import Testing

@Suite("A component")
struct ComponentTests {
    static func config(
        _ text: String,
        variables: [String: String] = [:],
        unset: UnsetVariables = .refused
    ) throws -> GGConfig {
        try GGConfig(ConfigurationNode(parsing: text, source: "f.yml"), variables: variables, unset: unset)
    }

    /// Reads one component whose keys are `keys`, a block of YAML.
    static func component(_ keys: String, variables: [String: String] = [:]) throws -> Component {
        let lines = keys.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        let text = "custom-components:\n  edge:\n    component-name: io.marram.edge\n" + lines.joined(separator: "\n")
        return try #require(try config(text, variables: variables).components.first)
    }

    /// The problems of a component whose keys begin at line 4, column 5.
    static func problems(_ keys: String, variables: [String: String] = [:]) -> [String] {
        do {
            _ = try component(keys, variables: variables)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("with a name alone is released as a zip, in the next patch, for Linux [recipe-10] [recipe-15]")
    func defaults() throws {
        let component = try Self.component("")
        #expect(component.versionRule == .next(.patch))
        #expect(component.build == .zip(name: nil, excludes: []))
        #expect(component.model == nil && component.root == nil && component.bucket == nil && component.region == nil)
        #expect(component.dependencies.isEmpty && component.artifacts.isEmpty)
        #expect(
            component.manifests.map { $0.platform.map { "\($0.key)=\($0.value.text)" } } == [["os=linux", "runtime=*"]]
        )
        #expect(component.origin(of: "version").description == "f.yml:2:3")
    }

    @Test("has its keys in any case, with their places [recipe-9]")
    func cases() throws {
        let component = try Self.component(
            """
            ROOT: ./app/
            Bucket: my.bucket-1
            REGION: us-gov-west-1
            Version: next_minor
            componenttype: AWS.Greengrass.Generic
            artifacts:
              - Uri: s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip
                unarchive: zip
                permission: {read: all, execute: Owner}
            LIFECYCLE: {SetEnv: {A: 1}, RUN: {script: x, requiresprivilege: "TRUE", timeout: "30"}}
            """
        )
        #expect(component.root == "app")
        #expect(component.bucket == "my.bucket-1")
        #expect(component.region == "us-gov-west-1")
        #expect(component.versionRule == .next(.minor))
        #expect(component.type == "aws.greengrass.generic")
        let artifact = try #require(component.artifacts.first)
        #expect(artifact.unarchive == .zip && artifact.read == .all && artifact.execute == .owner && artifact.isOurs)
        #expect(artifact.fileName == "app.zip")
        let run = try #require(component.manifests[0].lifecycle[.run])
        #expect(run.requiresPrivilege == true && run.timeout == 30 && run.script.text == "x")
        #expect(run.script.origin.description == "f.yml:13:47")
        #expect(component.origin(of: "version").description == "f.yml:7:5")
    }

    @Test(
        "comes by its version [recipe-10]",
        arguments: [
            ("version: NEXT_PATCH", VersionRule.next(.patch)), ("version: NEXT_MINOR", .next(.minor)),
            ("version: NEXT_MAJOR", .next(.major)), ("version: 1.2.3-rc.1", .explicit(SemanticVersion("1.2.3-rc.1")!)),
            ("model: {source: folder}\nroot: m", .model), ("model: {source: folder}\nroot: m\nversion: MODEL", .model),
            ("model: {source: folder}\nroot: m\nversion: NEXT_PATCH", .next(.patch)),
            ("version: ~", .next(.patch)), ("version: $V$", .explicit(SemanticVersion(3, 0, 0))),
        ]
    )
    func versions(keys: String, expected: VersionRule) throws {
        #expect(try Self.component(keys, variables: ["V": "3.0.0"]).versionRule == expected)
    }

    @Test(
        "is built [recipe-11]",
        arguments: [
            ("build: {build_system: zip}", BuildRule.zip(name: nil, excludes: [])),
            (
                "build: {zip_name: app.zip, excludes: ['**/.git/**', tests]}",
                .zip(name: "app", excludes: ["**/.git/**", "tests"])
            ),
            ("build: {options: {zip_name: app, excludes: [x]}}", .zip(name: "app", excludes: ["x"])),
            (
                "build:\n  build_system: \"custom\"\n  custom_build_command: [bash, build.sh, $NAME$]",
                .custom(command: ["bash", "build.sh", "press"])
            ),
        ]
    )
    func builds(keys: String, expected: BuildRule) throws {
        #expect(try Self.component(keys, variables: ["NAME": "press"]).build == expected)
    }

    @Test(
        "has a model [recipe-12]",
        arguments: [
            (
                "{source: sagemaker, group: press-models, file: model.tar.gz}",
                ModelRule.Source.sagemaker(group: "press-models")
            ),
            ("{source: sagemaker}", .sagemaker(group: nil)),
            ("{name: press, sagemaker-managed: \"true\"}", .sagemaker(group: nil)),
            ("{sagemaker-managed: false}", .folder), ("{source: folder, sagemaker-managed: 'False'}", .folder),
            ("{source: mlflow, uri: models:/press@champion}", .mlflow(uri: "models:/press@champion")),
            ("{source: Folder}", .folder),
        ]
    )
    func models(model: String, expected: ModelRule.Source) throws {
        let component = try Self.component("root: models/press\nmodel: \(model)")
        #expect(component.model?.source == expected)
        #expect(component.model?.file == (model.contains("file") ? "model.tar.gz" : nil))
        #expect(component.model?.name == (model.contains("name") ? "press" : nil))
    }

    @Test("depends on others, whose names may have variables [recipe-13]")
    func dependencies() throws {
        let component = try Self.component(
            """
            ComponentDependencies:
              $PROJECT_NAME_ID$.model: {VersionRequirement: x.x.x}
              aws.greengrass.Nucleus: {versionrequirement: '>=2.0.3 <3.1.0', DependencyType: soft}
            """,
            variables: ["PROJECT_NAME": "press", "PROJECT_ID": "7"]
        )
        let range = try #require(VersionRange(">=2.0.3 <3.1.0"))
        #expect(component.dependencies.map(\.name) == ["press-7.model", "aws.greengrass.Nucleus"])
        #expect(component.dependencies.map(\.requirement) == [.latest, .range(">=2.0.3 <3.1.0", range)])
        #expect(component.dependencies.map(\.type) == [.hard, .soft])
        #expect(component.dependencies.map(\.origin.line) == ["f.yml:5", "f.yml:6"])
    }

    @Test("leaves out what only a release needs where a variable has no value, and says so to a release [recipe-17]")
    func unsetVariables() throws {
        let text = """
            custom-components:
              edge:
                component-name: a
                bucket: $ARTIFACT_BUCKET$
                version: ${V}
                Lifecycle: {Run: echo $WORD$}
            """
        let error = #expect(throws: ConfigurationError.self) { try Self.config(text) }
        let remedy = "set the environment variable"
        #expect(
            error?.problems.map(\.description) == [
                "f.yml:4:13: $ARTIFACT_BUCKET$ has no value; \(remedy) ARTIFACT_BUCKET or pass --set ARTIFACT_BUCKET=value",
                "f.yml:5:14: ${V} has no value; \(remedy) V or pass --set V=value",
                "f.yml:6:22: $WORD$ has no value; \(remedy) WORD or pass --set WORD=value",
            ]
        )
        let component = try #require(Self.config(text, unset: .passedOver).components.first)
        #expect(component.bucket == nil)
        let missing = #expect(throws: ConfigurationError.self) { try component.recipe(.open) }
        #expect(missing?.problems.map(\.origin.line) == ["f.yml:6"])
        #expect(throws: ConfigurationError.self) {
            try Self.config("custom-components: {edge: {component-name: $N$}}", unset: .passedOver)
        }
    }

    @Test("knows the project by its name and number [recipe-17]")
    func projectName() {
        #expect(GGConfig.completed(["PROJECT_NAME": "a", "PROJECT_ID": "b"])["PROJECT_NAME_ID"] == "a-b")
        let own = ["PROJECT_NAME": "a", "PROJECT_ID": "b", "PROJECT_NAME_ID": "own"]
        #expect(GGConfig.completed(own)["PROJECT_NAME_ID"] == "own")
        #expect(GGConfig.completed(["PROJECT_NAME": "a"])["PROJECT_NAME_ID"] == nil)
    }

    @Test("has a name that no other has [recipe-10]")
    func sameNames() {
        let text = "custom-components:\n  a: {component-name: x}\n  b: {component-name: x}\n"
        let error = #expect(throws: ConfigurationError.self) { try Self.config(text) }
        #expect(error?.description == "f.yml:3:7: b has the component-name of a, 'x'; expected each name once")
    }
}
