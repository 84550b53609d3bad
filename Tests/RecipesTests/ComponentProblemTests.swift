import Recipes
import Testing

@Suite("A component that is wrong")
struct ComponentProblemTests {
    static let name = "letters, digits, '-', '_' and '.', at most 128"
    static let versions =
        "expected NEXT_PATCH, NEXT_MINOR, NEXT_MAJOR or a version such as 1.4.0: three numbers of at most 999999, in all "
        + "at most 64 characters"

    @Test(
        "is told by place, what was found and what was expected [recipe-9] [recipe-10]",
        arguments: [
            ("versoin: 1.0.0", "f.yml:4:5: unknown key 'versoin' of edge; did you mean 'version'?"),
            ("Root: a\nroot: b", "f.yml:5:5: root of edge is written twice, here and at f.yml:4:5; keep one"),
            (
                "root: ../x",
                "f.yml:4:11: root of edge is '../x'; expected a path without '..' in it, that does not begin with '/'"
            ),
            (
                "root: /x",
                "f.yml:4:11: root of edge is '/x'; expected a path without '..' in it, that does not begin with '/'"
            ),
            ("root: [x]", "f.yml:4:11: root of edge is a list; expected a text"),
            (
                "bucket: A",
                "f.yml:4:13: bucket of edge is 'A'; expected a bucket's name: 3 to 63 small letters, digits, '-' and '.'"
            ),
            ("region: here", "f.yml:4:13: region of edge is 'here'; expected a region such as eu-west-1"),
            ("version: 1.0", "f.yml:4:14: version of edge is '1.0'; \(versions)"),
            ("version: 1.0.1000000", "f.yml:4:14: version of edge is '1.0.1000000'; \(versions)"),
            (
                "version: MODEL",
                "f.yml:4:14: version of edge is MODEL, and it has no model; expected NEXT_PATCH, or a model"
            ),
            (
                "ComponentType: generic",
                "f.yml:4:20: ComponentType of edge is 'generic'; expected one of: aws.greengrass.generic, "
                    + "aws.greengrass.plugin, aws.greengrass.lambda, aws.greengrass.nucleus"
            ),
        ]
    )
    func identity(keys: String, expected: String) {
        #expect(ComponentTests.problems(keys) == [expected])
    }

    @Test(
        "has a build that cannot be [recipe-11]",
        arguments: [
            (
                "build: zip",
                "f.yml:4:12: build is 'zip'; expected a mapping with build_system, zip_name, excludes, custom_build_command, options"
            ),
            (
                "build: {build_systm: zip}",
                "f.yml:4:13: unknown key 'build_systm' of build; did you mean 'build_system'?"
            ),
            (
                "build: {build_system: maven}",
                "f.yml:4:27: build_system of edge is 'maven'; expected one of: zip, custom"
            ),
            (
                "build: {build_system: custom}",
                "f.yml:4:12: custom_build_command of edge is missing; expected a list of words such as [\"bash\", \"build.sh\"]"
            ),
            (
                "build: {build_system: custom, custom_build_command: bash build.sh}",
                "f.yml:4:57: custom_build_command of edge is 'bash build.sh'; expected a list of words such as "
                    + "[\"bash\", \"build.sh\"], since no shell splits it"
            ),
            (
                "build: {build_system: custom, custom_build_command: []}",
                "f.yml:4:57: custom_build_command of edge is empty; expected a list of words such as [\"bash\", \"build.sh\"]"
            ),
            (
                "build: {custom_build_command: [make]}",
                "f.yml:4:35: custom_build_command of edge goes with build_system: custom; expected that, or no command"
            ),
            (
                "build: {build_system: custom, custom_build_command: [make], zip_name: a}",
                "f.yml:4:75: zip_name of edge goes with build_system: zip; leave one of the two out"
            ),
            (
                "build: {zip_name: a/b}",
                "f.yml:4:23: zip_name of edge is 'a/b'; expected a file's name without '/' in it"
            ),
            (
                "build: {excludes: x}",
                "f.yml:4:23: excludes of edge is 'x'; expected a list of patterns such as '**/.git/**'"
            ),
        ]
    )
    func build(keys: String, expected: String) {
        #expect(ComponentTests.problems(keys) == [expected])
    }

    @Test("has the command below its build system, and hears how to mend it [recipe-11]")
    func misplacedCommand() {
        let keys = """
            build:
              build_system: "custom"
                custom_build_command: ["bash", "build.sh"]
            """
        let problems = ComponentTests.problems(keys)
        #expect(problems.count == 1)
        #expect(problems[0].hasPrefix("f.yml:6:"), "\(problems)")
        #expect(problems[0].contains("'custom_build_command' is indented below 'build_system'"), "\(problems)")
    }

    @Test(
        "has a model that cannot be [recipe-12]",
        arguments: [
            ("model: {source: hub}", "f.yml:5:21: source of edge is 'hub'; expected one of: sagemaker, mlflow, folder"),
            (
                "model: {file: x}",
                "f.yml:5:12: source of the model of edge is missing; expected one of: sagemaker, mlflow, folder"
            ),
            (
                "model: {source: mlflow}",
                "f.yml:5:12: uri of the model of edge is missing; expected a reference such as models:/press@champion"
            ),
            (
                "model: {source: mlflow, uri: press}",
                "f.yml:5:34: uri of edge is 'press'; expected a reference such as models:/press@champion"
            ),
            (
                "model: {source: folder, group: g}",
                "f.yml:5:36: group of edge goes with source: sagemaker; leave it out, or change source"
            ),
            (
                "model: {source: mlflow, uri: models:/a@b, sagemaker-managed: 'true'}",
                "f.yml:5:66: sagemaker-managed of edge is true while source is mlflow; keep source alone"
            ),
            (
                "model: {source: folder, file: ../x}",
                "f.yml:5:35: file of edge is '../x'; expected a path without '..' in it, that does not begin with '/'"
            ),
            (
                "model: {source: folder, sagemaker-managed: maybe}",
                "f.yml:5:48: sagemaker-managed of edge is 'maybe'; expected true or false"
            ),
            ("model:", "f.yml:5:5: model of edge is null; expected a mapping with source"),
        ]
    )
    func model(keys: String, expected: String) {
        #expect(ComponentTests.problems("root: m\n" + keys) == [expected])
    }

    @Test("has a model or an artifact of its own, and no root [recipe-10]")
    func noRoot() {
        let model = "root of edge is missing; expected the folder that its model is kept in"
        #expect(ComponentTests.problems("model: {source: folder}") == ["f.yml:4:5: \(model)"])
        let artifact = "root of edge is missing; expected the folder that its artifact is made of"
        let keys = "Artifacts: [{URI: s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/a.zip}]"
        #expect(ComponentTests.problems(keys) == ["f.yml:4:23: \(artifact)"])
        #expect(ComponentTests.problems("Artifacts: [{URI: s3://other/place/a.zip}]") == [])
    }

    static let requirement = "expected 'x.x.x' for the last version, or a range such as '^1.2.0'"

    @Test(
        "has a dependency that cannot be [recipe-13]",
        arguments: [
            ("[a]", "f.yml:4:28: ComponentDependencies of edge is a list; expected a mapping of components by name"),
            (
                "{a: ^1.0.0}",
                "f.yml:4:32: the dependency 'a' is '^1.0.0'; expected a mapping with VersionRequirement, DependencyType"
            ),
            ("{a: {}}", "f.yml:4:29: VersionRequirement of the dependency 'a' is missing; \(requirement)"),
            ("{a: {VersionRequirement: new}}", "f.yml:4:53: VersionRequirement of 'a' is 'new'; \(requirement)"),
            ("{a: {VersionRequirement: ''}}", "f.yml:4:53: VersionRequirement of 'a' is ''; \(requirement)"),
            (
                "{a: {VersionRequirement: 1, DependencyType: FIRM}}",
                "f.yml:4:72: DependencyType of 'a' of edge is 'FIRM'; expected one of: HARD, SOFT"
            ),
            ("{a b: {VersionRequirement: 1}}", "f.yml:4:29: a dependency of edge is 'a b'; expected \(name)"),
            (
                "{io.marram.edge: {VersionRequirement: 1}}",
                "f.yml:4:29: edge depends on itself; take it out of ComponentDependencies"
            ),
            (
                "{a: {VersionRequirement: 1, DependencyTyp: HARD}}",
                "f.yml:4:56: unknown key 'DependencyTyp' of the dependency 'a'; did you mean 'DependencyType'?"
            ),
        ]
    )
    func dependencies(value: String, expected: String) {
        #expect(ComponentTests.problems("ComponentDependencies: \(value)") == [expected])
    }

    static let uri = "expected s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/app.zip, or docker:image"

    @Test(
        "has an artifact that cannot be [recipe-14]",
        arguments: [
            ("x", "f.yml:4:16: Artifacts of edge is 'x'; expected a list of artifacts with a URI each"),
            ("[{}]", "f.yml:4:17: URI of an artifact of edge is missing; \(uri)"),
            ("[{URL: s3://b/a.zip}]", "f.yml:4:18: unknown key 'URL' of an artifact; did you mean 'URI'?"),
            ("[{URI: 'https://x/a.zip'}]", "f.yml:4:23: URI of an artifact of edge is 'https://x/a.zip'; \(uri)"),
            ("[{URI: s3://b}]", "f.yml:4:23: URI of an artifact of edge is 's3://b'; \(uri)"),
            ("[{URI: s3://b/}]", "f.yml:4:23: URI of an artifact of edge is 's3://b/'; \(uri)"),
            ("[{URI: s3://b/../x}]", "f.yml:4:23: URI of an artifact of edge is 's3://b/../x'; \(uri)"),
            ("[{URI: 's3://b/a b'}]", "f.yml:4:23: URI of an artifact of edge is 's3://b/a b'; \(uri)"),
            ("[{URI: s3://b/a, Unarchive: TAR}]", "f.yml:4:44: Unarchive of edge is 'TAR'; expected one of: NONE, ZIP"),
            (
                "[{URI: s3://b/a, Permission: {Read: EVERYBODY}}]",
                "f.yml:4:52: Read of edge is 'EVERYBODY'; expected one of: NONE, OWNER, ALL"
            ),
            (
                "[{URI: s3://b/a, Permission: {Write: ALL}}]",
                "f.yml:4:46: unknown key 'Write' of Permission; expected one of: Read, Execute"
            ),
            (
                "[{URI: s3://b/a}, {URI: s3://c/a}]",
                "f.yml:4:40: two artifacts of edge have the file name 'a', here and at f.yml:4:23; expected each name once in "
                    + "a manifest"
            ),
        ]
    )
    func artifacts(value: String, expected: String) {
        #expect(ComponentTests.problems("Artifacts: \(value)") == [expected])
    }

    static let trait =
        "expected a word that begins with a letter or digit, '*', or a regular expression between slashes"

    @Test(
        "has a manifest or a platform that cannot be [recipe-15]",
        arguments: [
            ("Platform: linux", "f.yml:4:15: Platform of edge is 'linux'; expected a mapping such as {os: linux}"),
            ("Platform: {os: -x}", "f.yml:4:20: os of the platform of edge is '-x'; \(trait)"),
            ("Platform: {os: ~}", "f.yml:4:20: os of the platform of edge is null; \(trait)"),
            (
                "Platform: {os: linux, OS: all}",
                "f.yml:4:27: os of Platform is written twice, here and at f.yml:4:20; keep one"
            ),
            ("Manifests: []", "f.yml:4:5: Manifests of edge is empty; expected at least one manifest"),
            ("Manifests: {}", "f.yml:4:16: Manifests of edge is a mapping; expected a list of manifests"),
            (
                "Manifests: [{}]\nLifecycle: {}",
                "f.yml:5:5: Lifecycle of edge stands beside Manifests; expected it in a manifest, or no Manifests"
            ),
            (
                "Manifests: [{Selections: [x]}]",
                "f.yml:4:18: unknown key 'Selections' of a manifest; expected one of: Name, Platform, Lifecycle, Artifacts"
            ),
        ]
    )
    func manifests(keys: String, expected: String) {
        #expect(ComponentTests.problems(keys) == [expected])
    }

    @Test(
        "has a lifecycle that cannot be [recipe-16]",
        arguments: [
            (
                "run",
                "f.yml:4:16: Lifecycle is 'run'; expected a mapping with Setenv, bootstrap, install, run, startup, shutdown, recover, uninstall"
            ),
            ("{Runn: x}", "f.yml:4:17: unknown key 'Runn' of Lifecycle; did you mean 'run'?"),
            ("{Run: }", "f.yml:4:17: Run of edge is missing; expected what the shell runs"),
            ("{Run: ' '}", "f.yml:4:22: Run of edge is ' '; expected what the shell runs, not an empty text"),
            ("{Run: [a]}", "f.yml:4:22: Run of edge is a list; expected a text"),
            ("{Run: {}}", "f.yml:4:17: Script of Run of edge is missing; expected what the shell runs"),
            (
                "{Run: {Script: x, Time: 1}}",
                "f.yml:4:34: unknown key 'Time' of Run; expected one of: Script, RequiresPrivilege, Skipif, Timeout, Setenv"
            ),
            (
                "{Run: {Script: x, Timeout: 5s}}",
                "f.yml:4:43: Timeout of Run of edge is '5s'; expected whole seconds, from 1 to 2147483647"
            ),
            (
                "{Run: {Script: x, Timeout: 0}}",
                "f.yml:4:43: Timeout of Run of edge is '0'; expected whole seconds, from 1 to 2147483647"
            ),
            (
                "{Run: {Script: x, RequiresPrivilege: 1}}",
                "f.yml:4:53: RequiresPrivilege of Run of edge is '1'; expected true or false"
            ),
            (
                "{Run: {Script: x, Skipif: maybe}}",
                "f.yml:4:42: Skipif of Run of edge is 'maybe'; expected 'exists /path' or 'onpath program', with '!' before it for "
                    + "the opposite"
            ),
            ("{Setenv: [A], Run: x}", "f.yml:4:25: Setenv of edge is a list; expected a mapping of variables"),
            ("{Setenv: {A: }, Run: x}", "f.yml:4:29: A of Setenv of edge is null; expected a text, '' for none"),
            (
                "{Setenv: {'A=B': x}, Run: x}",
                "f.yml:4:26: a variable of Setenv of edge is called 'A=B'; expected a name without '='"
            ),
            (
                "{Setenv: {A: x}, SetEnv: {B: x}}",
                "f.yml:4:33: Setenv of Lifecycle is written twice, here and at f.yml:4:17; keep one"
            ),
        ]
    )
    func lifecycle(value: String, expected: String) {
        #expect(ComponentTests.problems("Lifecycle: \(value)") == [expected])
    }

    @Test("has all its problems told in reading order [recipe-9]")
    func many() {
        let problems = ComponentTests.problems("root: /\nversion: x\nbuild: {x: 1}\nLifecycle: {y: 1}\nz: 1")
        #expect(problems.map { String($0.prefix(7)) } == ["f.yml:4", "f.yml:5", "f.yml:6", "f.yml:7", "f.yml:8"])
    }
}
