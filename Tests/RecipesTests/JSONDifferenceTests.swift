import Recipes
import Testing

@Suite("The differences of two JSON values")
struct JSONDifferenceTests {
    @Test(
        "are told with path, old and new [recipe-8]",
        arguments: [
            (#"{"a":1,"b":[1,2]}"#, #"{"b":[1,2],"a":1.0}"#, []),
            (#"{"a":1}"#, #"{"a":"1"}"#, [#"/a: 1 -> "1""#]),
            (#"{"a":1}"#, #"{"b":2}"#, ["/a: 1 -> nothing", "/b: nothing -> 2"]),
            (#"{"a":[{"x":1},2]}"#, #"{"a":[{"x":2}]}"#, ["/a/0/x: 1 -> 2", "/a/1: 2 -> nothing"]),
            ("[1]", "[1,2]", ["/1: nothing -> 2"]), ("1", "[1]", ["/: 1 -> [1]"]),
            (#"{"a":null}"#, "{}", ["/a: null -> nothing"]),
            (#"{"a/b":{"c~d":1}}"#, #"{"a/b":{"c~d":2}}"#, ["/a~1b/c~0d: 1 -> 2"]),
        ]
    )
    func lines(old: String, new: String, expected: [String]) throws {
        let differences = try JSONValue(json: Array(new.utf8)).differences(from: JSONValue(json: Array(old.utf8)))
        #expect(differences.map(\.description) == expected)
    }

    @Test("show neither secrets nor more than 200 characters [recipe-8]")
    func bounded() {
        let old = JSONValue.object([.init("password", .string("hunter2")), .init("long", .null), .init("url", .null)])
        let new = JSONValue.object([
            .init("password", .string("hunter3")), .init("long", .string(String(repeating: "x", count: 1000))),
            .init("url", .string("https://user:pass@example.com/")),
        ])
        let text = new.differences(from: old).map(\.description).joined(separator: "\n")
        #expect(!text.contains("hunter") && !text.contains("pass@"))
        #expect(text.count < 500)
    }
}
