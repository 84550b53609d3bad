import Recipes
import Testing

@Suite("gg-config.yml")
struct GGConfigTests {
    static func read(_ text: String) throws -> GGConfig {
        try GGConfig(ConfigurationNode(parsing: text, source: "gg-config.yml"), variables: ["PROJECT": "press"])
    }

    @Test("has components with names, descriptions and default configurations [config-1]")
    func components() throws {
        let config = try Self.read(
            """
            custom-components:
              edge:
                component-name: io.marram.$PROJECT$
                ComponentDescription: What it is
                ComponentPublisher: Us
                ComponentConfiguration:
                  DefaultConfiguration: {node: $UNKNOWN$}
              other: {component-name: io.marram.other}
            """
        )
        #expect(config.components.map(\.handle) == ["edge", "other"])
        #expect(config.components[0].name == "io.marram.press")
        #expect(config.components[0].description == "What it is")
        #expect(config.components[0].publisher == "Us")
        #expect(config.components[0].defaultConfiguration?.value(at: ["node"])?.found == "'$UNKNOWN$'")
        #expect(config.components[1].defaultConfiguration == nil)
    }

    @Test(
        "tells what is wrong and where [config-1]",
        arguments: [
            ("[]", "gg-config.yml:1:1: the file is a list; expected a mapping with custom-components"),
            ("", "gg-config.yml:1:1: the file is null; expected a mapping with custom-components"),
            ("{}", "gg-config.yml:1:1: custom-components is missing; expected a mapping of components"),
            (
                "custom-component: {}",
                "gg-config.yml:1:1: unknown key 'custom-component'; did you mean 'custom-components'?"
            ),
            ("custom-components: 1", "gg-config.yml:1:20: custom-components is '1'; expected a mapping of components"),
            (
                "custom-components: {edge: }",
                "gg-config.yml:1:27: edge is null; expected a mapping with component-name and what else it has"
            ),
            (
                "custom-components: {edge: {}}",
                "gg-config.yml:1:21: component-name of edge is missing; expected letters, digits, '-', '_' and '.', at most 128"
            ),
            (
                "custom-components: {edge: {component-name: a b}}",
                "gg-config.yml:1:44: component-name of edge is 'a b'; expected letters, digits, '-', '_' and '.', at most 128"
            ),
            (
                "custom-components: {edge: {component-name: a, ComponentPublishr: x}}",
                "gg-config.yml:1:47: unknown key 'ComponentPublishr' of edge; did you mean 'ComponentPublisher'?"
            ),
            (
                "custom-components: {edge: {component-name: a, ComponentDescription: [x]}}",
                "gg-config.yml:1:69: ComponentDescription of edge is a list; expected a text"
            ),
            (
                "custom-components: {edge: {component-name: a, ComponentConfiguration: {DefaultConfiguration: 1}}}",
                "gg-config.yml:1:94: DefaultConfiguration of edge is '1'; expected a mapping"
            ),
            (
                "custom-components: {edge: {component-name: a, ComponentConfiguration: {Default: {}}}}",
                "gg-config.yml:1:72: unknown key 'Default' of ComponentConfiguration; expected one of: DefaultConfiguration"
            ),
            (
                "custom-components: {edge: {component-name: $NOPE$}}",
                "gg-config.yml:1:44: $NOPE$ has no value; set the environment variable NOPE or pass --set NOPE=value"
            ),
        ]
    )
    func problems(text: String, expected: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.read(text) }
        #expect(error?.description == expected)
    }
}
