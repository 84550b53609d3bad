import Recipes
import Testing

@Suite("Substitution")
struct SubstitutionTests {
    static let variables = [
        "SITE": "hall2", "A": "1", "B_2": "two", "EMPTY": "", "DOLLAR": "$SITE$", "DB_PASSWORD": "hunter2",
    ]

    static func replaced(_ text: String) throws -> ConfigurationScalar? {
        let node = ConfigurationNode(.scalar(ConfigurationScalar(text)), at: .text(source: "f.yml", line: 3, column: 9))
        guard case .scalar(let scalar) = try node.substituting(variables).content else { return nil }
        return scalar
    }

    @Test(
        "replaces variables and leaves other dollars [config-6]",
        arguments: [
            ("$SITE$", "hall2"), ("${SITE}", "hall2"), ("a/$SITE$/${A}-b", "a/hall2/1-b"), ("$A$$SITE$", "1hall2"),
            ("${A}${B_2}", "1two"), ("[$EMPTY$]", "[]"), ("$$", "$"), ("$$SITE$$", "$SITE$"), ("$${SITE}", "${SITE}"),
            ("$", "$"), ("5$", "5$"), ("$.temp", "$.temp"), ("$topic[1]", "$topic[1]"),
            ("$MODEL_DIR/x", "$MODEL_DIR/x"),
            ("$1$", "$1$"), ("$aws/things", "$aws/things"), ("$DOLLAR$", "$SITE$"), ("", ""),
            ("größe $SITE$", "größe hall2"),
        ]
    )
    func replaces(text: String, expected: String) throws {
        #expect(try Self.replaced(text)?.text == expected)
    }

    @Test(
        "reports what it cannot replace at its place [config-6]",
        arguments: [
            ("$NOPE$", "$NOPE$ has no value; set the environment variable NOPE or pass --set NOPE=value"),
            ("x${NOPE}", "${NOPE} has no value; set the environment variable NOPE or pass --set NOPE=value"),
            ("${}", "'${' is not followed by a variable's name and '}'; write '$${' where the text itself is meant"),
            ("${SITE", "'${' is not followed by a variable's name and '}'; write '$${' where the text itself is meant"),
            (
                "${SITE:-x}",
                "'${' is not followed by a variable's name and '}'; write '$${' where the text itself is meant"
            ),
        ]
    )
    func faults(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.replaced(text) }
        #expect(error?.description == "f.yml:3:9: \(message)")
    }

    @Test("reaches all values, no keys, and reports all faults")
    func trees() throws {
        let tree = try ConfigurationNode(parsing: "$A$: [$A$, {b: $SITE$}]\nc: null", source: "f")
        let replaced = try tree.substituting(Self.variables)
        #expect(replaced.mapping?.entries.map(\.key) == ["$A$", "c"])
        #expect(replaced.variables == ["A", "SITE"])
        let error = #expect(throws: ConfigurationError.self) { try tree.substituting([:]) }
        #expect(error?.problems.count == 2)
    }

    @Test(
        "hides what came from a variable with a telling name [config-12]",
        arguments: ["$DB_PASSWORD$", "a${DB_PASSWORD}b"]
    )
    func secrets(text: String) throws {
        #expect(try Self.replaced(text)?.isSecret == true)
        #expect(try Self.replaced(text)?.quoted == "'********'")
    }
}
