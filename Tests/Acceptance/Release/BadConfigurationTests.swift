import Support
import Testing

@Suite("gg with a configuration that is wrong")
struct BadConfigurationTests {
    /// A mistake in a component, where it is told, and how to mend it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lines: String
        let place: String
        let remedy: String

        /// `lines` stand below `app:`; the first of them is the third of the file.
        init(_ title: String, _ lines: String, _ place: String, _ remedy: String) {
            testDescription = title
            self.lines = lines
            self.place = place
            self.remedy = remedy
        }
    }

    private static let name = "component-name: test.app\n"
    private static let run = "Lifecycle: {run: 'true'}\n"

    static let yaml = [
        Case(
            "a command indented below its build system",
            name + "build:\n  build_system: custom\n    custom_build_command: [bash, build.sh]\n" + run,
            "6:29",
            "begin both lines alike:\nerror:       build_system: custom\nerror:       custom_build_command: [bash, build.sh]\n"
        ),
        Case("a tab", name + "\tLifecycle: x\n", "4:5", "spaces instead of the tab"),
        Case(
            "quotes that do not end",
            "component-name: \"test.app\n" + run,
            "5:1",
            "begins at 3:21; expected the closing quote"
        ),
        Case("a brace that does not end", name + "Lifecycle: {run: 'true'\n", "5:1", "end with '}'"),
        Case("an anchor that is not there", name + "Lifecycle: *x\n", "4:16", "&name"),
        Case("a key twice", name + name + run, "4:5", "keep one"),
    ]

    static let keys = [
        Case("an unknown key", name + "Lifecylce: {run: 'true'}\n", "4:5", "did you mean 'Lifecycle'?"),
        Case("an unknown step", name + "Lifecycle: {rum: 'true'}\n", "4:17", "did you mean 'run'?"),
        Case("an unknown build key", name + run + "build: {build_sytem: zip}\n", "5:13", "'build_system'?"),
        Case(
            "a command as text",
            name + "root: a\nbuild: {custom_build_command: x y}\n",
            "5:35",
            "[\"bash\", \"build.sh\"]"
        ),
        Case("a model without a place", name + "root: m\nmodel: {source: mlflow}\n", "5:12", "models:/press@champion"),
        Case("an unknown registry", name + "root: m\nmodel: {source: hub}\n", "5:21", "sagemaker, mlflow, folder"),
        Case("a root above", name + "root: ../x\n" + run, "4:11", "without '..'"),
        Case("a variable without a value", "component-name: $NONE_SUCH$\n", "3:21", "--set NONE_SUCH=value"),
    ]

    static let values = [
        Case("a long name", "component-name: \(String(repeating: "a", count: 129))\n" + run, "3:21", "at most 128"),
        Case("a name with a space", "component-name: test app\n" + run, "3:21", "letters, digits"),
        Case("half a version", name + "version: 1.0\n" + run, "4:14", "such as 1.4.0"),
        Case("a version too great", name + "version: 1.0.1000000\n" + run, "4:14", "at most 999999"),
        Case(
            "a range that is none",
            name + "ComponentDependencies: {x: {VersionRequirement: newest}}\n",
            "4:53",
            "such as '^1.2.0'"
        ),
        Case(
            "itself as a dependency",
            name + "ComponentDependencies: {test.app: {VersionRequirement: '*'}}\n",
            "4:29",
            "take it out"
        ),
        Case("a timeout in words", name + "Lifecycle: {run: {Script: x, Timeout: soon}}\n", "4:43", "whole seconds"),
        Case(
            "a place without a bucket",
            name + "root: a\nArtifacts: [{URI: 'http://x/y'}]\n",
            "5:23",
            "s3://BUCKET_NAME/"
        ),
        Case(
            "run and startup",
            name + "Lifecycle: {run: a, startup: b}\n",
            "4:25",
            "keep run for a program that stays"
        ),
        Case("a brace of the shell", name + "Lifecycle: {run: 'echo ${X:-x}'}\n", "4:22", "write $NAME without braces"),
        Case(
            "a recipe too large",
            name + "Lifecycle: {run: '\(String(repeating: "x", count: 16_000))'}\n",
            "2:3",
            "put long scripts into an artifact"
        ),
    ]

    @Test("is told where and how to mend it, and nothing is written", arguments: yaml + keys + values)
    func told(mistake: Case) async throws {
        let folder = try TemporaryFolder()
        let lines = mistake.lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        try folder.write("custom-components:\n  app:\n" + lines, to: "gg-config.yml")
        let result = try await Command([Project.program("gg"), "synth", "--offline"], folder: folder.url).run()
        #expect(result.code == 65 && result.output.isEmpty)
        #expect(result.errors.contains("error: gg-config.yml:\(mistake.place): "), "\(result.errors.prefix(2000))")
        #expect(result.errors.contains(mistake.remedy), "\(result.errors.prefix(2000))")
        let written = try await Command(["ls"], folder: folder.url).run()
        #expect(written.output == "gg-config.yml\n")
    }
}
