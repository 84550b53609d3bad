import Recipes
import Testing

@Suite("Keys that are indented below a value")
struct MisindentedKeyTests {
    private static func problem(_ text: String) -> String {
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationNode(parsing: text, source: "a.yml") }
        return error?.description ?? ""
    }

    @Test(
        "are told with both lines mended, whatever the quotes [lint-10]",
        arguments: ["\"custom\"", "custom", "'custom'"]
    )
    func both(value: String) {
        let text = """
            app:
              build:
                build_system: \(value)

                  # how
                  custom_build_command: ["bash", "build.sh", "Name"]
            """
        let said = Self.problem(text)
        #expect(said.hasPrefix("a.yml:6:"))
        #expect(
            said.hasSuffix(
                """
                'custom_build_command' is indented below 'build_system', which has a value already; begin both lines alike:
                    build_system: \(value)
                    custom_build_command: ["bash", "build.sh", "Name"]
                """
            )
        )
    }

    @Test("are told as they were written where a key is written twice as well")
    func marked() {
        let said = Self.problem("a: 1\na: 2\nb: \"x\"\n  a: 3\n")
        #expect(said.hasSuffix("begin both lines alike:\nb: \"x\"\na: 3"))
    }

    @Test("show no secrets")
    func secrets() {
        let said = Self.problem("a:\n  password: \"hunter2\"\n    user: x\n")
        #expect(said.hasSuffix("\n  password: ********\n  user: x"))
        #expect(!said.contains("hunter2"))
    }

    @Test(
        "are not seen where something else is wrong",
        arguments: [
            "a: [1\nb: 2\n", "a:\n  b: [x]\n    c: 1\n", "a: b: c\n", "- a\n b: c\n",
        ]
    )
    func others(text: String) {
        #expect(!Self.problem(text).contains("begin both lines alike"))
    }
}
