import Recipes
import Testing

@Suite("Rules over recipe files")
struct LintRecipeTests {
    private static func findings(_ text: String) throws -> [Finding] {
        let document = try RecipeDocument(parsing: text, source: "recipe.yml")
        return Linter(recipes: [document]).subjects().flatMap(\.findings)
    }

    @Test("find nothing in a good recipe for both nuclei, as YAML and as JSON [lint-2]")
    func good() throws {
        #expect(try Self.findings(LintRecipes.good).isEmpty)
        let tree = try ConfigurationNode(parsing: LintRecipes.good, source: "recipe.yml")
        #expect(try Self.findings(JSONValue(tree, variables: [:]).json(pretty: true)).isEmpty)
    }

    @Test("tell what is wrong and exactly where, and nothing where it is right [lint-2]", arguments: LintRecipes.all)
    func table(_ row: LintCase) throws {
        #expect(LintRecipes.good.contains(row.old))
        let (text, place) = row.text(in: LintRecipes.good)
        let found = try Self.findings(text).filter { $0.rule == row.rule }
        #expect(found.map(\.severity) == (row.severity.map { [$0] } ?? []))
        if row.severity != nil { #expect(found.first.flatMap { Place($0.origin) } == place) }
        #expect(found.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
    }

    @Test("find the same places in JSON [lint-2]")
    func json() throws {
        let text = """
            {
              "RecipeFormatVersion": "2020-01-25",
              "ComponentName": "a",
              "ComponentVersion": "1.0.0",
              "ComponentDescription": "A",
              "Manifests": [
                {"Platform": {"runtime": "*"}, "Lifecycle": {"run": "echo ${A:-b}", "RUN": "a"}}
              ]
            }
            """
        let found = try Self.findings(text)
        #expect(found.map(\.rule) == [.brace, .keyTwice, .keyCase])
        #expect(found.map { Place($0.origin)?.line } == [7, 7, 7])
        #expect(found.map { Place($0.origin)?.column } == [57, 73, 73])
    }

    static let liteRules: [(rule: LintRule, old: String, new: String)] = [
        (.liteSkipif, "Timeout: 300", "Skipif: onpath a"),
        (.liteShutdown, "      run:", "      shutdown: a\n      run:"),
        (.liteRecover, "      run:", "      recover: a\n      run:"),
        (.litePlatform, "os: linux", "os: /linux/"),
        (.liteVariable, "exec python3 {artifacts:decompressedPath}/app/app.py", "exec {com.example.model:work:path}/a"),
        (.liteType, "ComponentPublisher: Example", "ComponentType: aws.greengrass.plugin"),
        (.stepTimeout, "300", "'300'"),
        (.stepPrivilege, "Privilege: true", "Privilege: 'true'"),
    ]

    @Test("say what nucleus lite cannot do as far as the manifest is meant for it [lint-3]", arguments: liteRules)
    func claims(rule: LintRule, old: String, new: String) throws {
        let text = LintRecipes.good.replacing(old, with: new)
        let cases: [(String, [Finding.Severity])] = [
            ("runtime: \"*\"", [.warning]), ("runtime: aws_nucleus_lite", [.error]), ("", []), ("runtime: other", []),
        ]
        for (runtime, expected) in cases {
            let claimed = text.replacing("runtime: \"*\"", with: runtime)
            #expect(try Self.findings(claimed).filter { $0.rule == rule }.map(\.severity) == expected)
        }
    }

    @Test("are milder where a recipe is not for nucleus lite [lint-3]")
    func classic() throws {
        let text = LintRecipes.good.replacing("      runtime: \"*\"\n", with: "")
            .replacing("ComponentDescription: Counts cars\n", with: "")
            .replacing("exec python3", with: "exec ${A:-python3}")
            .replacing("      run:", with: "      STARTUP:").replacing("topic: \"cars/count\"", with: "topic: 3")
        let found = try Self.findings(text)
        #expect(Set(found.map(\.rule)) == [.componentDescription, .brace, .liteRuntime])
        #expect(found.allSatisfy { $0.severity == .warning })
    }

    @Test("follow selection keys of a global lifecycle [lint-61]")
    func selections() throws {
        let manifests = "Manifests:\n  - Platform: {runtime: \"*\"}\n    Selections: [a]\n"
        let head = String(
            LintRecipes.good.prefix(
                upTo: try #require(LintRecipes.good.firstRange(of: "Manifests"))
                    .lowerBound
            )
        )
        let good =
            "Lifecycle:\n  a:\n    run: sleep 1\n  install:\n    Script: {a: b, all: c}\n  bootstrap: {a: {Script: b}}\n"
        #expect(try Self.findings(head + manifests + good).isEmpty)
        let bad = "Lifecycle:\n  a:\n    run: a {\n    startup: b\n  instal: c\n  bootstrap: {a: {Timeout: 1}}\n"
        let found = try Self.findings(head + manifests + bad).map(\.rule)
        #expect(
            found.sorted { $0.rawValue < $1.rawValue } == [
                .brace, .liteStartup, .runAndStartup, .stepScript, .stepUnknown,
            ]
        )
        let lonely = try Self.findings(head + manifests).map(\.rule)
        #expect(lonely == [.manifestSelections])
    }

    static let sizeTable: [(bytes: Int, severity: Finding.Severity?)] = [
        (8_000, nil), (8_001, .warning), (16_000, .warning), (16_001, .error),
    ]

    @Test(
        "measure recipes [lint-90]",
        arguments: sizeTable
    )
    func sizes(bytes: Int, severity: Finding.Severity?) throws {
        let rest = bytes - LintRecipes.good.utf8.count - 2
        let found = try Self.findings(LintRecipes.good + "#" + String(repeating: "a", count: rest) + "\n")
        #expect(found.map(\.severity) == (severity.map { [$0] } ?? []))
        #expect(found.allSatisfy { $0.rule == .recipeSize && Place($0.origin) == Place(line: 1, column: 1) })
    }

    @Test(
        "say what to do",
        arguments: [
            ("ComponentPublisher", "ComponentPublishr", "write 'ComponentPublisher' if that is meant"),
            ("exec python3", "exec ${A:-x}", "write $NAME without braces"),
            (
                "Unarchive: ZIP", "Unarchive: TAR",
                "make it a .zip with Unarchive: ZIP, or unpack it in the install step"
            ),
            ("os: linux", "os: macos", "write 'darwin' if that is meant"),
            ("{configuration:/topic}", "{configuration:topic}", "write {configuration:/topic}, with a JSON pointer"),
            ("Unarchive: ZIP", "Unarchive: NONE", "write Unarchive: ZIP at the artifact"),
            ("/app/app.py", "/ap/app.py", "write one of: app"),
        ]
    )
    func remedies(old: String, new: String, remedy: String) throws {
        let found = try Self.findings(LintRecipes.good.replacing(old, with: new))
        #expect(found.contains { $0.remedy.hasPrefix(remedy) })
    }

    @Test(
        "never hang or trap on odd texts",
        arguments: [
            "{", "[]", "a", "", "{Manifests: {}}", "{Manifests: [1, null, {}]}",
            "{Manifests: [{Lifecycle: {run: {}}}]}",
            "{Lifecycle: {run: [1]}, Manifests: [{}], ComponentDependencies: {a: 1}}",
            "{Manifests: [{Platform: {os: }, Artifacts: [1, {URI: }, {URI: ':'}, {URI: 's3://'}]}]}",
            "{Manifests: [{Lifecycle: {run: '{{{:{}}:}{a:b:c:d}{:}{a::}'}}]}",
        ]
    )
    func odd(text: String) {
        guard let document = try? RecipeDocument(parsing: text, source: "r") else { return }
        #expect(Linter(recipes: [document]).subjects().first?.findings.contains { $0.severity == .error } == true)
    }
}
