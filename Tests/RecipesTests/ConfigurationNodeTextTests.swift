import Recipes
import Testing

@Suite("A configuration text")
struct ConfigurationNodeTextTests {
    static func problems(_ text: String) -> [String] {
        do {
            _ = try ConfigurationNode(parsing: text, source: "f.yml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("gives every value its line and column [config-2]")
    func origins() throws {
        let root = try ConfigurationNode(parsing: "a: 1\nb:\n  - x\n  - {c: ~}\n", source: "f.yml")
        #expect(root.mapping?.entry("b")?.origin == .text(source: "f.yml", line: 2, column: 1))
        #expect(root.value(at: ["a"])?.origin.description == "f.yml:1:4")
        guard case .sequence(let list) = root.value(at: ["b"])?.content else {
            Issue.record("b is no list")
            return
        }
        #expect(list[0].origin.description == "f.yml:3:5")
        #expect(list[1].value(at: ["c"])?.isNull == true)
        #expect(list[1].value(at: ["c"])?.origin.line == "f.yml:4")
    }

    @Test("tells null from words", arguments: ["~", "null", "Null", "NULL", ""])
    func nulls(text: String) throws {
        #expect(try ConfigurationNode(parsing: "a: \(text)", source: "f").value(at: ["a"])?.isNull == true)
        #expect(try ConfigurationNode(parsing: "a: '\(text)'", source: "f").value(at: ["a"])?.isNull == false)
    }

    @Test("may be empty, begin with a byte order mark, and be JSON")
    func otherTexts() throws {
        #expect(try ConfigurationNode(parsing: "", source: "f").isNull)
        #expect(
            try ConfigurationNode(parsing: "\u{FEFF}a: 1", source: "f").value(at: ["a"])?.origin.description == "f:1:4"
        )
        let json = try ConfigurationNode(parsing: "{\"a\":\t{\"b\":[1,true,null,\"\\u00e4\"]}}", source: "f")
        #expect(json.value(at: ["a", "b"])?.found == "a list")
    }

    @Test(
        "names both places of a key that is written twice [config-3]",
        arguments: [
            ("a: 1\nb: 2\na: 3\n", ["f.yml:3:1: key 'a' is written twice, here and at f.yml:1:1; keep one"]),
            ("x: {a: 1, b: 2, a: 3}", ["f.yml:1:17: key 'a' is written twice, here and at f.yml:1:5; keep one"]),
            ("\"a\": 1\n'a': 2", ["f.yml:2:1: key 'a' is written twice, here and at f.yml:1:1; keep one"]),
            (
                "a: 1\na: 2\na: 3\n",
                [
                    "f.yml:2:1: key 'a' is written twice, here and at f.yml:1:1; keep one",
                    "f.yml:3:1: key 'a' is written twice, here and at f.yml:1:1; keep one",
                ]
            ),
            (
                "p: {a: 1, a: 2}\nq:\n  b: 1\n  b: 2\n",
                [
                    "f.yml:1:11: key 'a' is written twice, here and at f.yml:1:5; keep one",
                    "f.yml:4:3: key 'b' is written twice, here and at f.yml:3:3; keep one",
                ]
            ),
            (
                "{a: 1, b: 1, b: 2, a: 2}",
                [
                    "f.yml:1:14: key 'b' is written twice, here and at f.yml:1:8; keep one",
                    "f.yml:1:20: key 'a' is written twice, here and at f.yml:1:2; keep one",
                ]
            ),
            ("&n a: 1\na: 2\n", ["f.yml:1:1: this key is written more than once in its mapping; keep one"]),
        ]
    )
    func duplicates(text: String, expected: [String]) {
        #expect(Self.problems(text) == expected)
    }

    @Test(
        "with a syntax error says where and what was expected [config-4]",
        arguments: [
            (
                "a: [1, 2\nb: 3", "f.yml:2:2: not valid YAML",
                "expected the list to go on after a ',' or to end with ']'"
            ),
            ("a:\n\t- 1", "f.yml:2:1: not valid YAML", "expected spaces instead of a tab"),
            ("a: b: c", "f.yml:1:5: not valid YAML", "text around ': ' in quotes"),
            ("a: \"x", "f.yml:1:6: not valid YAML", "expected the closing quote"),
            ("a: 1\n b: 2", "f.yml:2:3: not valid YAML", "begin both lines alike:\na: 1\nb: 2"),
            ("a: *nope", "f.yml:1:4: not valid YAML", "expected an anchor of that name"),
            ("a: 1\n---\nb: 2", "f.yml:2:1: not valid YAML", "expected one document"),
            ("a: {b: 1\n", "f.yml:2:1: not valid YAML", "to end with '}'"),
            ("a: 1\nb: \u{1}", "f.yml:2:4: not valid YAML", "expected text without control characters"),
            ("a: !custom x", "f.yml:1:4: the tag '!custom' is not known", "write the value without it"),
            ("? [a]\n: 1", "f.yml:1:3: a key is a list or a mapping", "expected a word"),
        ]
    )
    func syntax(text: String, place: String, expectation: String) {
        let problems = Self.problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(place) == true, "\(problems)")
        #expect(problems.first?.contains(expectation) == true, "\(problems)")
    }

    @Test("follows aliases")
    func aliases() throws {
        let root = try ConfigurationNode(parsing: "a: &x {b: 1}\nc: *x\nd: [*x, *x]", source: "f")
        #expect(root.value(at: ["c", "b"])?.found == "'1'")
    }

    @Test("with aliases that multiply is refused, not expanded [config-5]", arguments: [2, 9, 40])
    func laughs(width: Int) {
        var text = "a0: &a0 lol\n"
        for level in 1...20 {
            let aliases = Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let problems = Self.problems(text)
        #expect(problems.count == 1)
        #expect(problems[0].contains("passes 100000 keys and values") || problems[0].contains("aliases"), "\(problems)")
    }

    @Test(
        "with many aliases has none in a key [config-5]",
        arguments: [
            "{[*a20, *a20]: 1}", "{[*a20, *a20]}", "? [*a20]\n  : 1", "{*a20 : 1}", "{*a20}", "{ # why\n [*a20] }",
        ]
    )
    func aliasesInKeys(key: String) {
        var text = "a0: &a0 lol\n"
        for level in 1...20 { text += "a\(level): &a\(level)\n- *a\(level - 1)\n- *a\(level - 1)\n" }
        let clock = ContinuousClock()
        var problems: [String] = []
        let took = clock.measure { problems = Self.problems(text + "k:\n  \(key)\n") }
        #expect(problems.count == 1)
        #expect(problems[0].contains("stand as a key"), "\(problems)")
        #expect(took < .seconds(5))
    }

    @Test("over 1 MiB, or deeper than 64 levels, is refused [config-5]")
    func limits() {
        let long = String(repeating: "#", count: ConfigurationNode.maximumBytes + 1)
        #expect(Self.problems(long) == ["f.yml: has 1048577 bytes; expected at most 1048576 (1 MiB)"])
        #expect(Self.problems(String(long.dropLast())) == [])
        let nest = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(Self.problems(nest(64)) == [])
        #expect(Self.problems(nest(66)).first?.contains("deeper than 64") == true)
    }

    @Test(
        "that only nests is refused quickly",
        arguments: ["[", "{", "- ", "? ", "{a: ", "[[", "- - ", "a: &a [", "!!seq [", "\"x", "'x", "|", "*a ", "&a "]
    )
    func nesting(piece: String) {
        let text = String(repeating: piece, count: 100_000)
        #expect(!Self.problems(text).isEmpty)
    }

    @Test("with very many duplicates is refused in a few readings [config-3]")
    func manyDuplicates() {
        let problems = Self.problems(String(repeating: "k: v\n", count: 100_000))
        #expect((1...5).contains(problems.count))
        #expect(problems.first == "f.yml:1:1: this key is written more than once in its mapping; keep one")
    }

    @Test("with too many values is refused where the limit is passed [config-5]")
    func count() {
        let text = String(repeating: "- 1\n", count: 100_001)
        #expect(Self.problems(text).first?.hasPrefix("f.yml:100000:3: here the text passes 100000") == true)
    }
}
