import Foundation
import Recipes
import Testing

@Suite("A JSON value")
struct JSONValueTests {
    @Test("is equal whatever the order of members, and 1 is 1.0 [recipe-8]")
    func equality() {
        let one = JSONValue.object([.init("a", .integer(1)), .init("b", .array([.number(0), .null]))])
        let other = JSONValue.object([.init("b", .array([.integer(0), .null])), .init("a", .number(1.0))])
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        let different: [JSONValue] = [
            .integer(1), .string("1"), .bool(true), .null, .number(1.5), .array([.integer(1)]), .object([]),
            .object([.init("a", .integer(1))]), .object([.init("a", .integer(2))]), .string("e\u{301}"), .string("é"),
            .array([]),
        ]
        #expect(Set(different).count == different.count)
        #expect(JSONValue.number(-0.0) == .integer(0))
        #expect(Set([JSONValue.number(-0.0), .integer(0), .number(0)]).count == 1)
    }

    @Test("is written in its own order, with slashes as they are and controls escaped [recipe-6]")
    func writing() {
        let value = JSONValue.object([
            .init("z", .string("a/b \"c\" \\ \n\r\t\u{1}\u{1F}é😀")), .init("a", .array([.integer(-1), .number(0.5)])),
            .init("e", .object([])), .init("l", .array([])), .init("n", .null), .init("t", .bool(true)),
        ])
        let text = #""z":"a/b \"c\" \\ \n\r\t\u0001\u001fé😀","a":[-1,0.5],"e":{},"l":[],"n":null,"t":true"#
        #expect(value.json() == "{\(text)}")
        let pretty = "{\n  \"a\": [\n    1,\n    {\n      \"b\": {}\n    }\n  ]\n}\n"
        let nested = JSONValue.object([.init("a", .array([.integer(1), .object([.init("b", .object([]))])]))])
        #expect(nested.json(pretty: true) == pretty)
    }

    @Test("is never written as a number that JSON does not have [recipe-6]")
    func finite() {
        #expect(JSONValue.array([.number(.nan), .number(-.infinity)]).json() == "[null,null]")
    }

    @Test(
        "is read of JSON [recipe-7]",
        arguments: [
            (#""\ud83d\ude00 \u00e4 \/ é""#, JSONValue.string("😀 ä / é")),
            ("[1, -2, 1.5, 1e2]", .array([.integer(1), .integer(-2), .number(1.5), .integer(100)])),
            ("true", .bool(true)), (" null ", .null), (#""true""#, .string("true")), (#""1""#, .string("1")),
            (#"{"b":{},"a":[]}"#, .object([.init("a", .array([])), .init("b", .object([]))])),
            ("1579824000.123", .number(1_579_824_000.123)),
            ("12345678901234567890", .number(12_345_678_901_234_567_168)),
            ("1", .integer(1)), ("0", .integer(0)),
        ]
    )
    func reading(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(json: Array(text.utf8)) == expected)
    }

    @Test(
        "is refused where the text is no JSON, without showing the text [recipe-7]",
        arguments: ["", "{", "[1,]x", #"{"a": secret}"#, "{'a': 1}", "nul", "1e999", "[NaN]", #""\ud83d""#, "\u{0}"]
    )
    func broken(text: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try JSONValue(json: Array(text.utf8), source: "the answer")
        }
        #expect(
            error?.description.hasPrefix("the answer: is not valid JSON") == true,
            "\(text): \(String(describing: error))"
        )
        #expect(error?.description.contains("secret") == false)
    }

    @Test("has at most 64 levels, brackets in texts not counted [recipe-7]")
    func depth() throws {
        let nest = { (levels: Int) in
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        #expect(throws: Never.self) { try JSONValue(json: nest(64)) }
        let error = #expect(throws: ConfigurationError.self) { try JSONValue(json: nest(65)) }
        #expect(error?.description.contains("deeper than 64") == true)
        #expect(throws: ConfigurationError.self) { try JSONValue(json: nest(1_000_000)) }
        let text = "\"\\\"" + String(repeating: "[", count: 100) + "\""
        #expect(throws: Never.self) { try JSONValue(json: Array(text.utf8)) }
    }

    @Test("has at most 16 MiB [recipe-7]")
    func size() {
        let error = #expect(throws: ConfigurationError.self) {
            try JSONValue(json: Array(repeating: UInt8(ascii: " "), count: JSONValue.maximumBytes + 1))
        }
        #expect(error?.description.contains("at most 16777216") == true)
    }

    @Test("goes through Codable unchanged [recipe-7]")
    func codable() throws {
        let value = Self.sample(seed: 7)
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    }

    @Test("is read back as it was written, by both readers [recipe-6] [recipe-7]", arguments: 0..<40)
    func roundTrip(seed: Int) throws {
        let value = Self.sample(seed: UInt64(seed))
        for pretty in [false, true] {
            let text = value.json(pretty: pretty)
            #expect(try JSONValue(json: Array(text.utf8)) == value)
            let node = try ConfigurationNode(parsing: text, source: "f")
            #expect(try JSONValue(node) == value)
            #expect(try JSONValue(node).json(pretty: pretty) == text)
        }
    }

    /// A value made by chance, the same for the same seed.
    static func sample(seed: UInt64) -> JSONValue {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: UInt64) -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state % bound
        }
        let words = [
            "", "a", "true", "1", "null", "~", "2020-01-25", "é😀", "a: b", "- x", "\\n\n\t", "{x}", "#", "x/y",
            "\u{7F}", "0x1F", "'", "\"", " ",
        ]
        func value(_ depth: Int) -> JSONValue {
            switch next(depth > 4 ? 6 : 8) {
            case 0: return .null
            case 1: return .bool(next(2) == 0)
            case 2: return .integer(Int(truncatingIfNeeded: next(.max)))
            case 3: return .number(Double(next(1_000_000)) / 7 * (next(2) == 0 ? -1e-9 : 1e9))
            case 4, 5: return .string(words[Int(next(UInt64(words.count)))])
            case 6: return .array((0..<next(4)).map { _ in value(depth + 1) })
            default:
                return .object(
                    (0..<next(4)).map { .init(words[Int(next(UInt64(words.count)))] + "\($0)", value(depth + 1)) }
                )
            }
        }
        return .object([.init("value", value(0)), .init("list", .array([value(1), value(1)]))])
    }
}
