import Recipes
import Testing

@Suite("Rules over gg-config.yml")
struct LintConfigurationTests {
    static let good = """
        custom-components:
          model:
            component-name: com.example.model
            root: models/cars
            Artifacts:
              - URI: "s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/cars.zip"
                Unarchive: ZIP
                Permission: {Read: ALL}
          app:
            component-name: com.example.app
            root: app
            ComponentDependencies:
              com.example.model: {VersionRequirement: 'x.x.x'}
            ComponentConfiguration:
              DefaultConfiguration: {topic: cars}
            Artifacts:
              - URI: "s3://$BUCKET_NAME$/$COMPONENT_NAME$/$COMPONENT_VERSION$/app.zip"
                Unarchive: ZIP
            Lifecycle:
              SetEnv: {A: "1"}
              Install: {Script: "true", RequiresPrivilege: "true", Timeout: "30"}
              Run: exec {artifacts:decompressedPath}/app/run

        """

    private static func subjects(_ text: String) throws -> [LintedSubject] {
        let tree = try ConfigurationNode(parsing: text, source: "gg-config.yml")
        return Linter(configurations: [tree], variables: ["NAME": "x"]).subjects()
    }

    @Test("find nothing in a good one, and name its components [lint-5]")
    func nothing() throws {
        let subjects = try Self.subjects(Self.good)
        #expect(subjects.flatMap(\.findings) == [])
        #expect(subjects.map(\.name) == ["com.example.model", "com.example.app"])
        #expect(subjects.allSatisfy { $0.source == "gg-config.yml" })
    }

    private static let run = "exec {artifacts:decompressedPath}/app/run"
    private static let model = "com.example.model: {VersionRequirement: 'x.x.x'}"

    static let table: [LintCase] = [
        .breaks(.config, .error, "    root: app", "    root: app\n    §buckett: b"),
        .breaks(.config, .error, "exec", "§$NOPE$"),
        .keeps(.config, "exec", "$NAME$"),
        .breaks(.dependencyUnknown, .warning, "com.example.model: {", "com.example.modell: {"),
        .keeps(.dependencyUnknown, "VersionRequirement: 'x.x.x'", "VersionRequirement: ^1.0.0"),
        .breaks(.dependencySelf, .error, "      com.example.model:", "      §com.example.app:"),
        .breaks(.dependencyRequirement, .error, "'x.x.x'", "§newest"),
        .breaks(.artifactUnarchive, .error, "Unarchive: ZIP\n    Lifecycle", "Unarchive: §GZ\n    Lifecycle"),
        .breaks(.runAndStartup, .error, "      Run:", "      Startup: a\n      §Run:"),
        .breaks(.stepUnknown, .error, "      Run:", "      §Runn:"),
        .breaks(.stepTimeout, .error, "\"30\"", "§5m"),
        .keeps(.keyCase, "Install:", "INSTALL:"),
        .breaks(.decompressedPath, .error, run, "§exec {artifacts:decompressedPath}/ap/run"),
        .breaks(.decompressedPath, .error, run, "§exec {com.example.model:artifacts:decompressedPath}/car"),
        .keeps(.decompressedPath, run, "exec {com.example.model:artifacts:decompressedPath}/cars/cars.onnx"),
        .keeps(.variablePermission, run, "exec {com.example.model:artifacts:decompressedPath}/cars/cars.onnx"),
        .breaks(.variableConfiguration, .warning, run, "§exec {configuration:/topics}"),
        .keeps(.variableConfiguration, run, "exec {configuration:/topic}"),
        .breaks(.brace, .error, run, "§exec $${HOME}"),
        .breaks(.brace, .error, "A: \"1\"", "A: §'{}'"),
        .breaks(.liteStartup, .warning, "      Run:", "      §Startup:"),
        .breaks(.configurationVariable, .warning, "topic: cars", "topic: §\"{iot:thingName}\""),
        .breaks(.platformUnknown, .warning, "    Lifecycle:", "    Platform: {os: §macos}\n    Lifecycle:"),
        .keeps(.liteRuntime, "    Lifecycle:", "    Platform: {os: linux}\n    Lifecycle:"),
        .breaks(.recipeSize, .warning, "  app:\n", "  §app:\n    ComponentDescription: " + long(8_000)),
        .breaks(.recipeSize, .error, "  app:\n", "  §app:\n    ComponentDescription: " + long(16_000)),
    ]

    private static func long(_ count: Int) -> String { String(repeating: "a", count: count) + "\n" }

    @Test("tell what is wrong and exactly where [lint-2]", arguments: table)
    func places(_ row: LintCase) throws {
        #expect(Self.good.contains(row.old))
        let (text, place) = row.text(in: Self.good)
        let found = try Self.subjects(text).flatMap(\.findings).filter { $0.rule == row.rule }
        #expect(found.map(\.severity) == (row.severity.map { [$0] } ?? []))
        if let place { #expect(found.first.flatMap { Place($0.origin) } == place) }
    }

    @Test("tell the place once where the reader complains as well [lint-5]")
    func once() throws {
        let text = Self.good.replacing("\"30\"", with: "5m").replacing("      Run:", with: "      Runn:")
        #expect(try Self.subjects(text).flatMap(\.findings).map(\.rule) == [.stepTimeout, .stepUnknown])
    }

    @Test("want artifacts of others to be readable, unless the step is privileged [lint-72]")
    func permissions() throws {
        let closed = Self.good.replacing("Permission: {Read: ALL}", with: "Permission: {Read: OWNER}")
        let script = "{com.example.model:artifacts:decompressedPath}/cars/a"
        let rules = { (text: String) in try Self.subjects(text).flatMap(\.findings).map(\.rule) }
        #expect(try rules(closed) == [])
        let used = closed.replacing("Script: \"true\"", with: "Script: \"\(script)\"")
        #expect(try rules(used) == [.liteVariable])
        #expect(try rules(used.replacing("\"true\"", with: "false")) == [.liteVariable, .variablePermission])
    }

    @Test("complain of what is outside of components in the file's name [lint-11]")
    func outside() throws {
        let subjects = try Self.subjects("custom-component: {}")
        #expect(subjects.map(\.name) == ["gg-config.yml"])
        #expect(subjects[0].findings.map(\.rule) == [.config])
        #expect(subjects[0].findings[0].remedy == "did you mean 'custom-components'?")
    }

    @Test("know recipes and configurations of one another [lint-4]")
    func together() throws {
        let app = LintRecipes.good.replacing(
            "exec python3",
            with: "exec {com.example.model:artifacts:decompressedPath}/b"
        )
        let recipe = try RecipeDocument(parsing: app, source: "app.yml")
        let tree = try ConfigurationNode(parsing: Self.good, source: "gg-config.yml")
        let found = Linter(configurations: [tree], recipes: [recipe]).subjects().flatMap(\.findings)
        #expect(found.contains { $0.rule == .decompressedPath && $0.origin.line == "app.yml:31" })
    }

    @Test(
        "want accessControl to be reset by deployments [lint-83]",
        arguments: [
            ("{components: {com.example.app: {}}}", Place(line: 1, column: 15)),
            ("{components: {com.example.app: {configurationUpdate: {reset: [/topic]}}}}", Place(line: 1, column: 15)),
            ("{components: {com.example.app: {configurationUpdate: {reset: [/accessControl]}}}}", nil),
            ("{components: {com.example.app: {configurationUpdate: {reset: ['']}}}}", nil),
            ("{components: {com.example.model: {}}}", nil),
        ]
    )
    func resets(text: String, place: Place?) throws {
        let recipe = try RecipeDocument(parsing: LintRecipes.good, source: "app.yml")
        let deployment = try ConfigurationNode(parsing: text, source: "deployment.json")
        let found = Linter(recipes: [recipe], deployments: [deployment]).subjects().flatMap(\.findings)
        #expect(
            found.filter { $0.rule == .accessControlReset }.compactMap { Place($0.origin) }
                == (place.map { [$0] } ?? [])
        )
    }

    @Test("tell what the service would refuse of a deployment, with its place [lint-12]")
    func deployments() throws {
        let text = "{\n  \"deploymentName\": \"a\",\n  \"componentz\": {\"a\": {\"componentVersion\": \"1.0.0\"}}\n}"
        let tree = try ConfigurationNode(parsing: text, source: "deployment.json")
        let found = Linter(deployments: [tree]).subjects().flatMap(\.findings)
        #expect(Set(found.map(\.rule)) == [.deployment])
        #expect(found.contains { Place($0.origin) == Place(line: 3, column: 3) && $0.severity == .error })
        let good = try ConfigurationNode(parsing: text.replacing("componentz", with: "components"), source: "d.json")
        #expect(Linter(deployments: [good]).subjects().flatMap(\.findings) == [])
    }
}
