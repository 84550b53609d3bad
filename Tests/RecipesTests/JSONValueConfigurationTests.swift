import Recipes
import Testing

@Suite("A configuration as JSON")
struct JSONValueConfigurationTests {
    @Test(
        "has the types of YAML's core schema [recipe-5]",
        arguments: [
            ("3", "3"), ("-12", "-12"), ("+7", "7"), ("007", "7"), ("0o17", "15"), ("0x1F", "31"), ("1.5", "1.5"),
            (".5", "0.5"), ("1.", "1.0"), ("-1.5e-3", "-0.0015"), ("1e3", "1000.0"), ("true", "true"),
            ("False", "false"),
            ("TRUE", "true"), ("~", "null"), ("null", "null"), ("", "null"), ("2020-01-25", #""2020-01-25""#),
            ("yes", #""yes""#), ("on", #""on""#), ("0o8", #""0o8""#), ("0xG", #""0xG""#), ("1_000", #""1_000""#),
            ("1.2.3", #""1.2.3""#), ("1e", #""1e""#), (".", #"".""#), ("+", #""+""#),
            ("12:30", #""12:30""#),
            ("nan", #""nan""#), ("inf", #""inf""#), ("0x", #""0x""#), ("tRue", #""tRue""#), ("'3'", #""3""#),
            ("\"true\"", #""true""#), ("'null'", #""null""#), ("!!str 3", #""3""#), ("! 3", #""3""#),
            ("!!int '3'", "3"),
            ("'.nan'", #"".nan""#), ("-0x1F", #""-0x1F""#), ("9223372036854775807", "9223372036854775807"),
        ]
    )
    func scalars(text: String, expected: String) throws {
        let node = try ConfigurationNode(parsing: "a: \(text)", source: "f")
        #expect(try JSONValue(node).json() == "{\"a\":\(expected)}")
    }

    @Test("has lines of a block as a text [recipe-5]")
    func blocks() throws {
        let node = try ConfigurationNode(parsing: "a: |\n  3\nb: >-\n  true\n", source: "f")
        #expect(try JSONValue(node).json() == #"{"a":"3\n","b":"true"}"#)
    }

    @Test(
        "has no number that JSON cannot hold [recipe-5]",
        arguments: [".nan", ".NaN", ".inf", "-.INF", "+.inf", "1e999", "9223372036854775808", "0xFFFFFFFFFFFFFFFFF"]
    )
    func numbers(text: String) throws {
        let node = try ConfigurationNode(parsing: "a:\n  - \(text)", source: "f.yml")
        let error = #expect(throws: ConfigurationError.self) { try JSONValue(node) }
        let expected = "a finite number of at most 64 bits, or the text in quotes"
        #expect(error?.description == "f.yml:2:5: '\(text)' is no number for JSON; expected \(expected)")
    }

    @Test("has variables put in, which may make numbers where there are no quotes [recipe-5]")
    func variables() throws {
        let text = "{a: $N$, b: '$N$', c: \"x${W}y\", d: $.temp, e: '$$N$$', f: $E$, g: '${NOT'}"
        let node = try ConfigurationNode(parsing: text, source: "f")
        let variables = ["N": "8080", "W": "word", "E": ""]
        let error = #expect(throws: ConfigurationError.self) { try JSONValue(node, variables: variables) }
        #expect(error?.problems.count == 1)
        let whole = try ConfigurationNode(parsing: text.replacing(", g: '${NOT'", with: ""), source: "f")
        let json = try JSONValue(whole, variables: variables).json()
        #expect(json == #"{"a":8080,"b":"8080","c":"xwordy","d":"$.temp","e":"$N$","f":""}"#)
        #expect(try JSONValue(node)["a"] == .string("$N$"))
    }
}
