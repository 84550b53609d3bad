import Edge
import Recipes
import Testing

@Suite("The component to run")
struct ComponentChoiceTests {
    static func load(_ components: String, _ handle: String?) throws(ConfigurationError) -> Settings {
        let text = "custom-components: {\(components)}"
        return try Settings.load(
            from: ConfigurationSources(
                document: ConfigurationDocument(text: text, name: "f.yml"),
                component: handle,
                environment: ["HOME": "/h"],
                surroundings: SettingsSamples.surroundings
            )
        ).settings
    }

    static func component(_ name: String, node: String?) -> String {
        let configuration = node.map { ", ComponentConfiguration: {DefaultConfiguration: {node: \($0)}}" } ?? ""
        return "\(name): {component-name: c.\(name)\(configuration)}"
    }

    static let one = component("a", node: "na") + ", " + component("model", node: nil)
    static let two = one + ", " + component("b", node: "nb")

    @Test("is what stands at marram, beside the keys of the nucleus [config-29]")
    func nested() throws {
        let component =
            "e: {component-name: c.e, ComponentConfiguration: {DefaultConfiguration: {accessControl: {}, marram: VALUE}}}"
        #expect(try Self.load(component.replacing("VALUE", with: "{node: dune}"), nil).node.description == "dune")
        let error = #expect(throws: ConfigurationError.self) {
            try Self.load(component.replacing("VALUE", with: "[1]"), nil)
        }
        #expect(error?.description.hasSuffix("marram is a list; expected a mapping") == true)
    }

    @Test(
        "is the named one, else the only configured one [config-18]",
        arguments: [(one, nil, "na"), (two, "b", "nb"), (two, "a", "na")]
    )
    func chosen(components: String, handle: String?, node: String) throws {
        #expect(try Self.load(components, handle).node.description == node)
    }

    @Test(
        "is asked for when it is not clear [config-18]",
        arguments: [
            (two, nil, "f.yml: several components have a DefaultConfiguration: a, b; choose one with --component"),
            (component("m", node: nil), nil, "f.yml: no component has a DefaultConfiguration (components: m); add "),
            ("", nil, "f.yml: no component has a DefaultConfiguration; add "),
            (two, "modle", "--component: f.yml has no component 'modle'; did you mean 'model'?"),
            (two, "xyz", "--component: f.yml has no component 'xyz'; expected one of: a, model, b"),
        ]
    )
    func unclear(components: String, handle: String?, expected: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.load(components, handle) }
        #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error))")
    }

    @Test("needs a file [config-18]")
    func noFile() {
        let sources = ConfigurationSources(
            component: "a",
            environment: ["HOME": "/h"],
            surroundings: SettingsSamples.surroundings
        )
        #expect(
            SettingsSamples.problems(sources)
                == ["--component: component 'a' is asked for, but there is no gg-config.yml; pass --config FILE"]
        )
    }

    @Test("of the repository's own gg-config.yml loads")
    func repository() throws {
        let document = try ConfigurationDocument(readingFile: Repository.path("gg-config.yml"))
        let loaded = try Settings.load(from: ConfigurationSources(document: document, environment: ["HOME": "/h"]))
        #expect(loaded.settings.node.description == "demo")
        #expect(loaded.settings.models.map(\.name.description) == ["iris", "press"])
        #expect(loaded.settings.models.first?.path == Repository.path("models/iris"))
        #expect(loaded.warnings == [])
    }

    @Test("runs without the variables that only a release needs, and knows the project [recipe-17]")
    func releaseVariables() throws {
        let text = """
            custom-components:
              a:
                component-name: c.a
                bucket: $ARTIFACT_BUCKET$
                region: ${REGION}
                Lifecycle: {Run: 'exec $PROGRAM$'}
                ComponentConfiguration: {DefaultConfiguration: {node: $PROJECT_NAME_ID$}}
            """
        let sources = ConfigurationSources(
            document: ConfigurationDocument(text: text, name: "f.yml"),
            environment: ["HOME": "/h", "PROJECT_NAME": "press", "PROJECT_ID": "7"],
            surroundings: SettingsSamples.surroundings
        )
        #expect(try Settings.load(from: sources).settings.node.description == "press-7")
    }
}
